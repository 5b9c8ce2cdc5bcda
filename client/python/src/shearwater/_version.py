"""What this client is called by in requests, and by package managers."""

VERSION = "0.1.0"
