"""Texts to and from the formats of offices: DOCX, ODT, Markdown, HTML, PDF. Knows no tenant."""
