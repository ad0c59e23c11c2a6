"""What the console counts and looks up over all other packages."""

PEOPLE_PER_PAGE = 50
