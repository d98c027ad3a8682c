package org.yardmaster.slave.run;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What Linux and its C library have for whoever starts programs and reads what they print: glibc
/// from 2.34, Linux from 5.3 on. See posix_spawn(3), pidfd_open(2), poll(2), waitpid(2).
@SuppressWarnings("restricted")
final class Libc {
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
  static final AddressLayout POINTER = ValueLayout.ADDRESS;

  /// Where a call that can fail leaves its error.
  static final StructLayout STATE = Linker.Option.captureStateLayout();

  static final int WNOHANG = 1;
  static final int SIGKILL = 9;

  private static final Logger log = LoggerFactory.getLogger(Libc.class);
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final int EINTR = 4;
  private static final int O_CLOEXEC = 0x8_0000;

  /// The number of a system call that older libraries have no function for, on every processor.
  private static final long PIDFD_OPEN = 434;

  private static final short POSIX_SPAWN_SETSIGMASK = 0x08;

  /// More than any system's `posix_spawnattr_t`, `posix_spawn_file_actions_t` or `sigset_t`.
  private static final long ROOM = 1024;

  private static final long ALIGNMENT = 16;

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup symbols = linker.defaultLookup();
  private final MethodHandle actionsInit = call("posix_spawn_file_actions_init", POINTER);
  private final MethodHandle actionsDestroy = call("posix_spawn_file_actions_destroy", POINTER);
  private final MethodHandle addOpen =
      call("posix_spawn_file_actions_addopen", POINTER, INT, POINTER, INT, INT);
  private final MethodHandle addDup2 = call("posix_spawn_file_actions_adddup2", POINTER, INT, INT);
  private final MethodHandle addChdir =
      call("posix_spawn_file_actions_addchdir_np", POINTER, POINTER);
  private final MethodHandle addCloseFrom =
      call("posix_spawn_file_actions_addclosefrom_np", POINTER, INT);
  private final MethodHandle spawn =
      call("posix_spawnp", POINTER, POINTER, POINTER, POINTER, POINTER, POINTER);
  private final MethodHandle pipe2 = call("pipe2", POINTER, INT);
  private final MethodHandle close = call("close", INT);
  private final MethodHandle kill = call("kill", INT, INT);
  private final MethodHandle pidfdOpen =
      linker.downcallHandle(
          address("syscall"),
          FunctionDescriptor.of(LONG, LONG, INT, INT),
          Linker.Option.firstVariadicArg(1));
  private final MethodHandle poll = telling("poll", INT, POINTER, LONG, INT);
  private final MethodHandle read = telling("read", LONG, INT, POINTER, LONG);
  private final MethodHandle waitpid = telling("waitpid", INT, INT, POINTER, INT);

  /// A child begins with no signal blocked, whatever the thread that starts it has blocked.
  private final MemorySegment attributes = attributes();

  private Libc() {}

  /// Empty where this is not Linux, lacks any of it, or Java is not allowed to call it.
  static Optional<Libc> ofThisMachine() {
    if (!System.getProperty("os.name", "").equals("Linux")
        || !Libc.class.getModule().isNativeAccessEnabled()) {
      return Optional.empty();
    }
    try {
      Libc libc = new Libc();
      int self = libc.pidfdOpen(Math.toIntExact(ProcessHandle.current().pid()));
      if (self >= 0) {
        libc.close(self);
        return Optional.of(libc);
      }
      log.info("processes: started as Java does, since this Linux has no pidfd_open");
    } catch (NoSuchElementException e) {
      log.info("processes: started as Java does, since {}", e.getMessage());
    }
    return Optional.empty();
  }

  private MemorySegment address(String function) {
    return symbols
        .find(function)
        .orElseThrow(() -> new NoSuchElementException("the C library has no " + function));
  }

  private MethodHandle call(String function, MemoryLayout... arguments) {
    return linker.downcallHandle(address(function), FunctionDescriptor.of(INT, arguments));
  }

  /// One that tells why it failed.
  private MethodHandle telling(String function, MemoryLayout result, MemoryLayout... arguments) {
    return linker.downcallHandle(
        address(function),
        FunctionDescriptor.of(result, arguments),
        Linker.Option.captureCallState("errno"));
  }

  private MemorySegment attributes() {
    MemorySegment made = Arena.ofAuto().allocate(ROOM, ALIGNMENT);
    MemorySegment noSignals = Arena.ofAuto().allocate(ROOM, ALIGNMENT);
    try {
      int _ = (int) call("posix_spawnattr_init", POINTER).invokeExact(made);
      int _ =
          (int) call("posix_spawnattr_setsigmask", POINTER, POINTER).invokeExact(made, noSignals);
      int _ =
          (int)
              call("posix_spawnattr_setflags", POINTER, SHORT)
                  .invokeExact(made, POSIX_SPAWN_SETSIGMASK);
      return made;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(Throwable why) {
    return new IllegalStateException("processes: a call of the C library failed", why);
  }

  /// Starts a program that reads nothing and writes to these, and has no other file open.
  ///
  /// @param argv addresses of the program's name and its arguments, then null; `environment` alike
  /// @return its process id, or -1 if it cannot be started
  int spawn(
      Arena arena,
      MemorySegment argv,
      MemorySegment environment,
      MemorySegment folder,
      int output,
      int errors) {
    MemorySegment actions = arena.allocate(ROOM, ALIGNMENT);
    MemorySegment pid = arena.allocate(INT);
    try {
      int failure = (int) actionsInit.invokeExact(actions);
      if (failure != 0) {
        return -1;
      }
      failure = (int) addOpen.invokeExact(actions, 0, arena.allocateFrom("/dev/null"), 0, 0);
      failure |= (int) addDup2.invokeExact(actions, output, 1);
      failure |= (int) addDup2.invokeExact(actions, errors, 2);
      failure |= (int) addChdir.invokeExact(actions, folder);
      failure |= (int) addCloseFrom.invokeExact(actions, 3);
      if (failure == 0) {
        failure =
            (int)
                spawn.invokeExact(
                    pid, argv.get(POINTER, 0), actions, attributes, argv, environment);
      }
      int _ = (int) actionsDestroy.invokeExact(actions);
      return failure == 0 ? pid.get(INT, 0) : -1;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// Makes a pipe that no other program inherits: its end to read from, and its end to write to.
  boolean pipe(MemorySegment ends) {
    try {
      return (int) pipe2.invokeExact(ends, O_CLOEXEC) == 0;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  void close(int file) {
    try {
      int _ = (int) close.invokeExact(file);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  void kill(int pid, int signal) {
    try {
      int _ = (int) kill.invokeExact(pid, signal);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// A file that can be read from when the process has ended; -1 if there is none.
  int pidfdOpen(int pid) {
    try {
      return (int) (long) pidfdOpen.invokeExact(PIDFD_OPEN, pid, 0);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// Waits for any of these files, at most so many milliseconds, or for ever if that is -1. Whether
  /// what there is was filled in.
  boolean poll(MemorySegment state, MemorySegment files, int count, int millis) {
    try {
      int ready = (int) poll.invokeExact(state, files, (long) count, millis);
      if (ready < 0) {
        check(state, "poll");
      }
      return ready >= 0;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// How many bytes were read; 0 at the end of the file, -1 if nothing was read this time.
  int read(MemorySegment state, int file, MemorySegment buffer) {
    try {
      long count = (long) read.invokeExact(state, file, buffer, buffer.byteSize());
      if (count < 0) {
        check(state, "read");
      }
      return (int) count;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// Collects a child that has ended. Whether it had; `status` tells how.
  boolean waitpid(MemorySegment state, int pid, MemorySegment status, int options) {
    try {
      int ended = (int) waitpid.invokeExact(state, pid, status, options);
      while (ended < 0) {
        check(state, "waitpid");
        ended = (int) waitpid.invokeExact(state, pid, status, options);
      }
      return ended == pid;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// A call that a signal broke off is made again; any other failure is one of this program.
  private static void check(MemorySegment state, String call) {
    int error = (int) ERRNO.get(state, 0L);
    if (error != EINTR) {
      throw new IllegalStateException("processes: " + call + " failed with error " + error);
    }
  }
}
