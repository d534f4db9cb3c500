/// Java that is written by programs: lines of source ([Out]), names ([Identifiers]), and the folder
/// where files belong ([Generator]). Knows nothing of what it is generated from.
package dev.rohrpost.codegen;
