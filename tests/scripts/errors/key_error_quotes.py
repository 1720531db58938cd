{}["it's \"quoted\" \n é"]
