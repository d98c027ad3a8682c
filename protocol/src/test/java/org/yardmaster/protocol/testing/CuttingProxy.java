package org.yardmaster.protocol.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A TCP proxy before a real server whose lines a test can cut, stall, and cut after so many bytes.
/// Its threads are virtual and end with it.
public final class CuttingProxy implements AutoCloseable {
  private static final int BUFFER = 8 << 10;

  /// One proxied connection.
  private record Line(Socket client, Socket server) {
    /// Resets both sides, as a broken network does.
    void cut() {
      reset(client);
      reset(server);
    }

    private static void reset(Socket socket) {
      try (socket) {
        if (!socket.isClosed()) {
          socket.setSoLinger(true, 0);
        }
      } catch (IOException _) {
        // Closed by the other thread meanwhile: just what was wanted.
      }
    }
  }

  private final ServerSocket listening;
  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile InetSocketAddress target;
  private volatile boolean refusing;
  private boolean stalled;
  private long bytesUntilCut = Long.MAX_VALUE;
  private int accepted;

  /// @param target the real server
  public CuttingProxy(InetSocketAddress target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("proxy-accept").start(this::accept);
  }

  /// Where clients connect to.
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  /// The port clients connect to, on 127.0.0.1.
  public int port() {
    return listening.getLocalPort();
  }

  /// New connections go there from now on (a server that came back on another port).
  public void target(InetSocketAddress address) {
    target = address;
  }

  /// Cuts every line now. New ones are let through.
  public void cut() {
    lines.forEach(Line::cut);
    lines.clear();
  }

  /// Cuts every line as soon as this many more bytes, of both directions together, have passed: in
  /// the middle of a frame, wherever that is.
  public void cutAfter(long bytes) {
    change(() -> bytesUntilCut = bytes);
  }

  /// Keeps all bytes back, with the connections open: a half-open line.
  public void stall() {
    change(() -> stalled = true);
  }

  /// Lets the bytes kept back through.
  public void flow() {
    change(() -> stalled = false);
  }

  /// Closes new connections at once, or lets them through again.
  public void refuse(boolean refuse) {
    refusing = refuse;
  }

  /// How many connections have been let through so far.
  public int accepted() {
    lock.lock();
    try {
      return accepted;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until so many connections have been let through in all.
  ///
  /// @return false if that took longer than `limit`
  public boolean awaitAccepted(int count, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (accepted < count && left > 0) {
        left = changed.awaitNanos(left);
      }
      return accepted >= count;
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (refusing) {
          client.close();
        } else {
          open(client);
        }
      } catch (IOException _) {
        // The proxy is closing, or this client was gone before it was let in.
      }
    }
  }

  private void open(Socket client) throws IOException {
    Socket server = new Socket();
    try {
      server.connect(target, 5_000);
    } catch (IOException e) {
      client.close();
      throw e;
    }
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    Line line = new Line(client, server);
    lines.add(line);
    change(() -> accepted++);
    Thread.ofVirtual().name("proxy-up").start(() -> pump(line, client, server));
    Thread.ofVirtual().name("proxy-down").start(() -> pump(line, server, client));
  }

  private void pump(Line line, Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      while (true) {
        int count = from.getInputStream().read(buffer);
        if (count < 0) {
          break;
        }
        int let = let(count);
        to.getOutputStream().write(buffer, 0, let);
        if (let < count) {
          cut();
        }
      }
      to.shutdownOutput();
    } catch (SocketException | InterruptedException _) {
      line.cut();
    } catch (IOException _) {
      line.cut();
    }
  }

  /// How many of so many bytes may pass, after waiting while the lines are stalled.
  private int let(int count) throws InterruptedException {
    lock.lock();
    try {
      while (stalled) {
        changed.await();
      }
      int let = (int) Math.min(count, bytesUntilCut);
      if (bytesUntilCut != Long.MAX_VALUE) {
        bytesUntilCut = let < count ? Long.MAX_VALUE : bytesUntilCut - let;
      }
      return let;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    flow();
    cut();
  }
}
