/// The compiler for `.x` files: a [Generation] makes Java of files, in a folder.
///
/// ```java
/// Generation.of(List.of(Path.of("calc.x")), "org.example.calc")
///     .write(Path.of("target/generated-sources")); // nothing is written if something is wrong
/// ```
///
/// By single steps, a [Compiler] makes a [Specification] of a file, and a [JavaGenerator] Java of
/// that. Without generated classes, too, a specification can write and read [values][Value] of its
/// types, and knows its procedures.
///
/// The language is that of RFC 4506 and RFC 5531, with what real files have beside: the directives
/// of cpp, `%` lines, which are left out, the names that C has from its headers, types without
/// names within others, and `namespace`.
///
/// Generated code is `@NullMarked` and `@Generated`: a module that has it requires
/// `dev.rohrpost.rpc`, by which it reads the annotations when it is compiled.
package dev.rohrpost.rpc.gen;
