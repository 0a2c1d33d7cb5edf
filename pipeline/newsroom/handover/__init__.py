"""What a night made, handed over from the machine that made it to the one that may write.

`parcel` packs and unpacks it, `git` asks git, `record` puts it on top of what is newest and pushes.
"""
