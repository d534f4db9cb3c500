package dev.rohrpost.rpc;

/// The work of a server for one version of a program. It is generated from a `.x` file, or written
/// by hand where there is none.
public interface RpcService {
  /// {@return for which calls it is}
  Program program();

  /// Tells whether a caller may call; asked before [#serve]. By default everybody may.
  ///
  /// @param call what is asked; its arguments must not be read
  /// @return false if the caller has to say better who it is: it is told AUTH_TOOWEAK
  default boolean admits(Call call) {
    return true;
  }

  /// Carries out one call: takes the arguments, and gives the result. Procedure 0 never comes here:
  /// the server answers it.
  ///
  /// @param call what is asked; used by several threads never, and not after this method returned
  /// @throws Exception whatever goes wrong; the caller is told SYSTEM_ERR then, or GARBAGE_ARGS if
  ///   it came from [Call#arguments]
  void serve(Call call) throws Exception;
}
