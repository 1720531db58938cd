class Thing:
    colour = "red"


print(Thing().color)
