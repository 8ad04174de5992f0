"""Cases and supervision: frozen records, the lives of what they open, and pure rules over them; no database."""
