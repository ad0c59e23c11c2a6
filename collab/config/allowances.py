"""What a document, a person and a cooperation may use of the live connections."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowances:
    """Each is set by COLLAB_LIVE_…."""

    #: how large the journal and the snapshot of a document may be
    document_mb: int = 20
    #: changes a second, each half kB of one counting as one more; a minute's worth at once
    person_rate: int = 2000
    cooperation_rate: int = 5000
    #: live connections of one person, and documents that they have open
    person_sockets: int = 1000
    person_documents: int = 200
    #: pages in which a person begins to write in one document, in an hour
    person_pages: int = 2000
