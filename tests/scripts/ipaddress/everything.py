"""ipaddress: addresses, networks, interfaces, their errors and pickles."""
import ipaddress as I, pickle
def t(f,*a,**k):
    try: r=f(*a,**k); print(getattr(f,'__name__',f), repr(r) if not hasattr(r,'__next__') else list(__import__('itertools').islice(r,5)))
    except BaseException as e: print(getattr(f,'__name__',f), type(e).__name__, e)
for a in ["1.2.3.4","01.2.3.4","1.2.3","1.2.3.256","a.b.c.d","","1.2.3.4/5","1..2.3","1.2.3.1234","::","::1","1::2::3","1:2:3:4:5:6:7:8","1:2:3:4:5:6:7:8:9","1:2","::ffff:1.2.3.4","fe80::1%eth0","fe80::1%","fe80::1%a%b","12345::","::g",":1","1:","1:2:3:4:5:6:7::","::2:3:4:5:6:7:8","1:2:3:4:5:6:7::8:9",":::","::1.2.3","2001:db8::1",5,2**32,2**128,-1,b"\1\2\3\4",b"\0"*16,b"abc",1.5,None,"::1/64","1.2.3.4%x","٣.2.3.4", "1:2:3:4:5:6:7:8::"]:
    t(I.ip_address,a); t(I.IPv4Address,a); t(I.IPv6Address,a)
for a in ["1.2.3.4","1.2.3.0/24","1.2.3.4/24","1.2.3.4/33","1.2.3.4/-1","1.2.3.0/255.255.255.0","1.2.3.0/0.0.0.255","1.2.3.0/255.0.255.0","1.2.3.0/a","1.2.3.0/24/5","::/0","2001:db8::/32","2001:db8::1/32","::/129","::/ffff::",(5,24),("1.2.3.0",24),("1.2.3.0","255.255.255.0"),("1.2.3.0",),5,b"\1\2\3\4","1.2.3.4/","0.0.0.0/0", ("::",64),"fe80::%1/64", "10.0.0.0/8","1.2.3.4/32","1.2.3.4/31"]:
    for f in (I.ip_network,I.ip_interface,I.IPv4Network,I.IPv6Network,I.IPv4Interface,I.IPv6Interface): t(f,a)
    t(I.ip_network,a,False)
props="compressed exploded packed reverse_pointer version max_prefixlen is_multicast is_private is_global is_unspecified is_reserved is_loopback is_link_local is_site_local ipv4_mapped ipv6_mapped sixtofour teredo scope_id".split()
for a in ["1.2.3.4","127.0.0.1","10.1.2.3","192.168.1.1","169.254.1.1","224.0.0.1","240.0.0.1","0.0.0.0","255.255.255.255","100.64.0.1","192.0.0.9","192.0.0.170","198.18.0.1","203.0.113.5","172.16.1.1","::","::1","fe80::1","ff02::1","2001:db8::1","2002:102:304::","2001:0:102:304::fefd:fcfb","::ffff:1.2.3.4","::ffff:127.0.0.1","fec0::1","fc00::1","2001:4860::8888","64:ff9b::1","64:ff9b:1::1","100::1","2001:1::1","2001:20::1","2001:3::1","4000::1"]:
    x=I.ip_address(a); print(a,[(p,getattr(x,p,'-')) for p in props], str(x),repr(x),int(x),hash(x)==hash(I.ip_address(a)))
    for s in ("b","x","X","n","#b","_x","#_X","s","10","d","30s"):
        try: print(s, format(x,s), end=' ')
        except Exception as e: print(type(e).__name__,e, end=' ')
    print()
nprops="network_address broadcast_address hostmask netmask with_prefixlen with_netmask with_hostmask num_addresses prefixlen is_multicast is_private is_global is_unspecified is_reserved is_loopback is_link_local is_site_local compressed exploded version max_prefixlen reverse_pointer".split()
for n in ["10.0.0.0/8","192.168.1.0/30","1.2.3.4/32","1.2.3.4/31","0.0.0.0/0","127.0.0.0/8","224.0.0.0/4","2001:db8::/126","::1/128","fe80::/10","::/0","fec0::/10","2001:db8::/127","1.2.0.0/20","2001:db8:8::/45"]:
    x=I.ip_network(n); print(n,[(p,getattr(x,p,'-')) for p in nprops],repr(x),str(x)); print(list(x.hosts())[:3] if x.num_addresses<10 else next(iter(x.hosts()))); t(x.subnets); t(x.supernet); t(x.subnets,prefixlen_diff=2); t(x.subnets,new_prefix=33); t(x.supernet,new_prefix=3); t(x.supernet,prefixlen_diff=99); t(x.subnets,new_prefix=1); t(x.subnets,2,3); t(x.supernet,2,3); t(x.subnets,prefixlen_diff=-1)
    t(x.__getitem__,0); t(x.__getitem__,-1); t(x.__getitem__,2**129); t(x.__getitem__,-2**130)
a,b,c=I.ip_network("10.0.0.0/8"),I.ip_network("10.1.0.0/16"),I.ip_network("::/8")
t(a.overlaps,b); t(a.subnet_of,b); t(a.supernet_of,b); t(a.subnet_of,c); t(a.overlaps,c); t(a.address_exclude,b); t(b.address_exclude,a); t(a.address_exclude,c); t(a.address_exclude,5); t(a.address_exclude,a); t(a.compare_networks,b); t(a.compare_networks,c); t(a.subnet_of,5)
print(a==b,a<b,a>b,a<=b,a==c,I.ip_address("10.1.1.1") in a,I.ip_address("::1") in a, b in a, hash(a)==hash(I.ip_network("10.0.0.0/8")))
t(lambda: a<c); t(lambda: a<I.ip_address("1.1.1.1")); t(lambda: I.ip_address("1.1.1.1")<I.ip_address("::1")); t(lambda: I.ip_address("1.1.1.1")<a); t(lambda: a<5); t(lambda: "x" in a)
x=I.ip_address("1.2.3.4"); print(x+1,x-5,x==5,x<I.ip_address("1.2.3.5")); t(lambda:x+2**32); t(lambda:x-2**32); t(lambda:x+"a"); t(lambda:x+x); print(sorted([a,b,c,x,I.ip_interface("1.2.3.4/8")],key=I.get_mixed_type_key))
i=I.ip_interface("1.2.3.4/24"); print(i,repr(i),i.ip,i.network,i.with_prefixlen,i.with_netmask,i.with_hostmask,i.netmask,i.hostmask,i==I.IPv4Address("1.2.3.4"),i<I.ip_interface("1.2.3.5/24"),hash(i)==hash(I.ip_interface("1.2.3.4/24")),i.is_private,i+1, i.compressed,i.exploded, i.packed, int(i), i==I.ip_interface("1.2.3.4/25"), i<I.ip_interface("1.2.3.4/25"))
j=I.ip_interface("fe80::1%a/64"); print(j,repr(j),j.ip,j.network,j.with_netmask,j.with_hostmask,j.scope_id,j.is_link_local,j.is_unspecified,I.ip_interface("::1/128").is_loopback,I.ip_interface("::1/64").is_loopback)
print(list(I.collapse_addresses([I.ip_network(n) for n in ("10.0.0.0/9","10.128.0.0/9","1.2.3.0/25","1.2.3.128/25")]+[I.ip_address("5.5.5.5"),I.ip_address("5.5.5.4")]))); t(I.collapse_addresses,[a,c]); t(list,I.collapse_addresses([])); t(lambda: list(I.collapse_addresses([I.ip_address("1.1.1.1"),I.ip_address("::1")])))
print(list(I.summarize_address_range(I.ip_address("1.2.3.1"),I.ip_address("1.2.3.10")))); t(lambda: list(I.summarize_address_range(I.ip_address("1.2.3.1"),I.ip_address("1.2.3.0")))); t(lambda: list(I.summarize_address_range(I.ip_address("1.2.3.1"),I.ip_address("::")))); t(lambda: list(I.summarize_address_range(1,2))); print(list(I.summarize_address_range(I.ip_address("::"),I.ip_address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"))))
print(I.v4_int_to_packed(5),I.v6_int_to_packed(5)); t(I.v4_int_to_packed,-1); t(I.v4_int_to_packed,2**40); t(I.v6_int_to_packed,2**130); print(I.IPV4LENGTH,I.IPV6LENGTH)
for o in (x,a,c,i,j,I.ip_address("fe80::1%z"),I.ip_network("1.2.3.4/32")):
    for p in range(6):
        d=pickle.dumps(o,p); print(d); assert pickle.loads(d)==o
a.netmask; a.hostmask; a.broadcast_address; a.is_private; print(pickle.dumps(a)); print(i.__reduce__(), x.__reduce__(), a.__reduce__()); t(setattr,x,'foo',5); t(lambda: x.__slots__)
import copy; print(copy.copy(a)==a,copy.deepcopy(i)==i, isinstance(i,I.IPv4Address), I.IPv4Address.__mro__, I.IPv6Network.__mro__)
