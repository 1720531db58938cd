"""A run of tests with all outcomes, in words."""
import unittest
import sys
import io, re
out = io.StringIO()
class A(unittest.TestCase):
    """cls doc"""
    @classmethod
    def setUpClass(cls): print('suc')
    def test_a(self):
        """doc a
        more"""
        self.assertEqual([1,2,3],[1,2,4])
    def test_b(self):
        for i in range(3):
            with self.subTest('msg',i=i):
                self.assertEqual(i,1)
    @unittest.skip('why')
    def test_c(self): pass
    @unittest.expectedFailure
    def test_d(self): self.fail('x')
    @unittest.expectedFailure
    def test_e(self): pass
    def test_f(self): 1/0
    def test_g(self): self.assertDictEqual({'a':1},{'a':2})
    def test_h(self): self.skipTest('later')
    def test_i(self): self.addCleanup(print,'cleaned')
    def tearDown(self): pass
class B(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise ValueError('bad')
    def test_x(self): pass
if __name__=='__main__':  
    for verbosity in (0, 1, 2):
        result = unittest.main(exit=False, argv=["x"], testRunner=unittest.TextTestRunner(out, verbosity=verbosity)).result
        print(result, result.wasSuccessful())
    print(re.sub(r"in \d\.\d+s", "in time", out.getvalue()))
    print("== assertions")

    class C(unittest.TestCase):
        longMessage = True

        def runTest(self):
            pass

    case = C()
    for call in (
        lambda: case.assertEqual(1, 2, "why"), lambda: case.assertNotEqual(1, 1), lambda: case.assertTrue(0), lambda: case.assertFalse(1),
        lambda: case.assertIs(1, 2), lambda: case.assertIsNot(None, None), lambda: case.assertIsNone(1), lambda: case.assertIsNotNone(None),
        lambda: case.assertIn(1, []), lambda: case.assertNotIn(1, [1]), lambda: case.assertIsInstance(1, str), lambda: case.assertNotIsInstance(1, int),
        lambda: case.assertRaises(ValueError, int, "1"), lambda: case.assertRaises(ValueError).__enter__().__exit__(None, None, None),
        lambda: case.assertRaises(3), lambda: case.assertRaisesRegex(ValueError, "nope", int, "x"), lambda: case.assertWarns(UserWarning, int),
        lambda: case.assertAlmostEqual(1, 1.1), lambda: case.assertAlmostEqual(1, 2, delta=0.5), lambda: case.assertNotAlmostEqual(1, 1.00000001),
        lambda: case.assertGreater(1, 2), lambda: case.assertLess(2, 1), lambda: case.assertGreaterEqual(1, 2), lambda: case.assertLessEqual(2, 1),
        lambda: case.assertRegex("abc", "x"), lambda: case.assertNotRegex("abc", "b"), lambda: case.assertCountEqual([1, 1, 2], [2, 2]),
        lambda: case.assertEqual("a\nb\n", "a\nc\n"), lambda: case.assertEqual([1, 2], [1, 2, 3]), lambda: case.assertEqual((1,), (2,)),
        lambda: case.assertEqual({1, 2}, {2, 3}), lambda: case.assertEqual({"a": 1}, {"b": 1}), lambda: case.assertListEqual([1], (1,)),
        lambda: case.assertSequenceEqual([1], "ab"), lambda: case.assertEqual("x" * 200, "x" * 150 + "y" * 50), lambda: case.assertDictEqual(1, 2),
        lambda: case.assertLogs("x").__enter__() and None, lambda: case.fail("said"), lambda: case.assertAlmostEqual(1, 2, 3, delta=4),
        lambda: case.assertRaises(ValueError, msg=1, other=2), lambda: case.assertCountEqual([[1]], [[2]]), lambda: C("nothing"), lambda: case.skipTest("no"),
    ):
        try:
            print(call())
        except Exception as error:
            print(type(error).__name__, error)
    with case.assertRaises(ZeroDivisionError) as caught:
        1 / 0
    print(repr(caught.exception), caught.exception.__traceback__)
    print(case, repr(case), case.id(), case.shortDescription(), case == C(), unittest.TestSuite([case]))
