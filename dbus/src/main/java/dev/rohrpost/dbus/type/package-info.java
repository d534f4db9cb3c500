/// The types of D-Bus and their values in Java. Signatures carry the type, so numbers need no
/// wrappers: only in a variant, where nothing else tells the type, a value is a [Value].
///
/// | code | D-Bus | Java | in an array |
/// |---|---|---|---|
/// | `y` | byte | `int`, 0 to 255 | `byte[]` |
/// | `b` | boolean | `boolean` | `boolean[]` |
/// | `n` | 16 bits, signed | `short` | `short[]` |
/// | `q` | 16 bits, unsigned | `int` | `int[]` |
/// | `i` | 32 bits, signed | `int` | `int[]` |
/// | `u` | 32 bits, unsigned | `long` | `long[]` |
/// | `x` | 64 bits, signed | `long` | `long[]` |
/// | `t` | 64 bits, unsigned | `long`, its bits: see `Long.toUnsignedString` | `long[]` |
/// | `d` | double | `double` | `double[]` |
/// | `s` | text | `String` | `List` |
/// | `o` | path of an object | [ObjectPath] | `List` |
/// | `g` | signature | [Signature] | `List` |
/// | `h` | descriptor | [dev.rohrpost.fd.Fd] | `List` |
/// | `v` | variant | [Value] | `List` |
/// | `(…)` | struct | a record of generated code; else `List<Object>` | `List` |
/// | `a{…}` | dictionary | `Map`, in the order of the wire; the last of equal keys wins | `List` |
///
/// Everything here is checked when it is made: a wrong name or signature is an
/// `IllegalArgumentException` that names the rule. No argument may be null. All types may be used
/// by several threads, as long as nobody changes an array or a list in a value.
///
/// @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#type-system">D-Bus
///   specification, type system</a>
package dev.rohrpost.dbus.type;
