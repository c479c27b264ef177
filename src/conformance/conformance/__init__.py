"""Holds servers and clients of AkkaRealtime against the protocol (docs/conformance.md)."""
