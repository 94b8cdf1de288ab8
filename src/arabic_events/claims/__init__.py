"""Who says what: reporting cues, their speakers, and what they say."""

from arabic_events.claims.find import claim_of, find_claims, innermost_claim

__all__ = ["claim_of", "find_claims", "innermost_claim"]
