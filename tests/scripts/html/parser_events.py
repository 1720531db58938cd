"""html.parser: markup as it is found, at once and character by character."""
from html.parser import HTMLParser
class P(HTMLParser):
    def __getattribute__(self,n):
        if n.startswith('handle_') or n=='unknown_decl':
            if n in ('handle_startendtag',): return object.__getattribute__(self,n)
            return lambda *a: print('  ',n,a,self.getpos(), self.get_starttag_text() if n=='handle_starttag' else '')
        return object.__getattribute__(self,n)
docs=['<p class="a" id=b checked>Hi &amp; &#65; &nope; &lt</p>','<!DOCTYPE html><!-- c --><?pi x?><br/><img src=x />','<script>if (a<b) "</p>" &amp;</script>x','<style>a>b</style>','<a href="x&amp;y&copy=1">','<','<a','</','</>','</ x>','<1>','<!-- open','<![CDATA[x]]>','<!x y>','<a b=c d="e','a &am','&#','&#x41;','<A HREF=Q>','<p\n a\n=\n"b"\n>x\ny</p >','</p attr="x">','<!>','<!->','<!-->','<a/b=c>','<a =b>','text only','<br / >','<svg:rect/>',"<a b='c\"d'>",'a<b c','<title>a&amp;b</title>','<textarea><b></textarea>', '<script>x', '&amp', '&ampx', '<![if x]>y<![endif]>', '<!ELEMENT x>', '<!doctype html PUBLIC "a>b">', 'a & b', '<a\x00b>', '<a b==c>', '<a b="c"d>', '<script/>x', '<p/ >z','</script>','<!--a--b-->','<!---->','<!--a--!>b-->','<?x','<?','<!','<!d','<![','<![CDATA[a','</a','<a>&lt;b']
for d in docs:
    for cc in (True,False):
        print(repr(d),cc); p=P(convert_charrefs=cc)
        try: p.feed(d); print('   --'); p.close()
        except Exception as e: print(type(e).__name__, e)
    print(repr(d),'char'); p=P()
    try:
        for c in d: p.feed(c)
        p.close()
    except Exception as e: print(type(e).__name__, e)
