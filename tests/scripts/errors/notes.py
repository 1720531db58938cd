e = ValueError("with notes")
e.add_note("first note")
e.add_note("second\nin two lines")
e.add_note("")
raise e
