"""arabic_events: Modern Standard Arabic news in, typed event objects out."""
