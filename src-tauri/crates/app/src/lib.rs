//! Verbs: one function an action, one transaction a write.
