"""Where what can be found comes from: each source reads its things, and says who sees them."""

from collab.search.sources import documents, meetings, tasks
from collab.search.sources.source import Reading, Source

#: by name
SOURCES: dict[str, Source] = {
    each.name: each for each in (meetings.SOURCE, tasks.SOURCE, documents.SOURCE)
}

__all__ = ["SOURCES", "Reading", "Source"]
