raise SystemExit({"an": "object"})
