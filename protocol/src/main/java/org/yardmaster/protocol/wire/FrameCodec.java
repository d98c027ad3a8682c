package org.yardmaster.protocol.wire;

import org.yardmaster.protocol.message.ConsoleFrame;
import org.yardmaster.protocol.message.SlaveFrame;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/// One kind of frames to CBOR and back. A frame on the line is the length of its body in four
/// bytes, big-endian, and the body. Safe for use by many threads.
///
/// @param <F> the sealed family of frames
public final class FrameCodec<F> {

  /// Between master and slave.
  public static final FrameCodec<SlaveFrame> SLAVE = new FrameCodec<>(SlaveFrame.class);

  /// Between master and console.
  public static final FrameCodec<ConsoleFrame> CONSOLE = new FrameCodec<>(ConsoleFrame.class);

  /// Bytes of length before each body.
  static final int HEADER = 4;

  private final Class<F> type;
  private final ObjectWriter writer;
  private final ObjectReader reader;

  private FrameCodec(Class<F> type) {
    this.type = type;
    this.writer = Records.cbor().writerFor(type);
    this.reader = Records.cbor().readerFor(type);
  }

  /// The body of a frame, without its length.
  public byte[] encode(F frame) {
    return writer.writeValueAsBytes(frame);
  }

  /// The frame of a body.
  ///
  /// @throws MalformedFrame if these bytes are no frame of this kind
  public F decode(byte[] bytes, int offset, int length) {
    try {
      F frame = reader.readValue(bytes, offset, length);
      return Records.notNull(frame, type);
    } catch (JacksonException e) {
      throw Records.malformed(type, e);
    } catch (IllegalArgumentException e) {
      throw new MalformedFrame(type.getSimpleName() + ": not readable: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }
}
