/// The commands for values of `.x` files, and what those of `rpc` need of them: the files, and the
/// values as JSON.
package dev.rohrpost.cli.xdr;
