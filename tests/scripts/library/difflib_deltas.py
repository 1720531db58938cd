"""Differences of random lines, in every shape."""
import difflib,random
random.seed(5)
W=['a','b ','abc','abd','\tx','','hello world','hello  word','# ','zz top']
for i in range(40):
    a=[random.choice(W)+random.choice(['','q','qq',' r'])+'\n' for _ in range(random.randrange(14))]; b=[random.choice(a) if a and random.random()<.5 else random.choice(W)+random.choice(['','s'])+'\n' for _ in range(random.randrange(14))]
    print(list(difflib.ndiff(a,b)),list(difflib.ndiff(a,b,difflib.IS_LINE_JUNK)),list(difflib.unified_diff(a,b,'x','y','d',n=i%4)),list(difflib.context_diff(a,b,n=i%3)), list(difflib.diff_bytes(difflib.unified_diff,[x.encode() for x in a],[x.encode() for x in b])))
    s=''.join(a);t=''.join(b); m=difflib.SequenceMatcher(lambda x:x==' ',s,t); print(m.get_opcodes(),m.ratio(),m.quick_ratio(),m.real_quick_ratio(),m.bpopular,m.bjunk)
    print(difflib.get_close_matches('abcd',W,n=4,cutoff=.3), list(difflib.restore(difflib.ndiff(a,b),1))==a)
s='ab'*150+'c'; t='ba'*160+'d'; m=difflib.SequenceMatcher(None,s,t);print(m.get_matching_blocks(),sorted(m.bpopular))
