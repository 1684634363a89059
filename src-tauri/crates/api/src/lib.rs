//! The door: one list of commands, wire types, error codes and roles.
