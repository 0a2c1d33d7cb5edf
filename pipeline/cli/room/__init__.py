"""Commands about the newsroom itself: how it begins, how its nights go, how it fares."""
