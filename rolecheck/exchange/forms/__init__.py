"""Forms for other people's tools, and the answers that come back from them."""
