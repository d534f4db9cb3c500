/// The commands of remote procedures: which programs a machine has, whether they answer, a registry
/// of them.
package dev.rohrpost.cli.rpc;
