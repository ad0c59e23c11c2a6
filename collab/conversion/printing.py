"""A child process: makes a PDF that screen readers understand (PDF/UA-1) of an HTML file of ours.

Run by collab.conversion.files, never imported by the server: it needs Pango, and time.
"""

import sys
from pathlib import Path

from weasyprint import HTML
from weasyprint.urls import URLFetcher

from collab.core.confined import limit_self


def main() -> None:
    """Write the PDF to the standard output."""
    (path,) = limit_self()
    text = Path(path).read_text(encoding="utf-8")
    inside = URLFetcher(allowed_protocols=["data"], allow_redirects=False)
    page = HTML(string=text, url_fetcher=inside)
    page.write_pdf(sys.stdout.buffer, pdf_variant="pdf/ua-1", presentational_hints=True)


if __name__ == "__main__":
    main()
