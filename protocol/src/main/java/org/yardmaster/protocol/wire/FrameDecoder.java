package org.yardmaster.protocol.wire;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.CumulativeProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;

/// Cuts the bytes of one connection into frames. After a frame it cannot read, it swallows all
/// further bytes: the connection is about to be closed.
final class FrameDecoder<F> extends CumulativeProtocolDecoder {
  private final FrameCodec<F> codec;
  private volatile int maximum;
  private boolean broken;

  FrameDecoder(FrameCodec<F> codec, int maximum) {
    this.codec = codec;
    this.maximum = maximum;
  }

  void allow(int bytes) {
    maximum = bytes;
  }

  @Override
  protected boolean doDecode(IoSession session, IoBuffer in, ProtocolDecoderOutput out) {
    if (broken) {
      in.position(in.limit());
      return false;
    }
    if (in.remaining() < FrameCodec.HEADER) {
      return false;
    }
    int length = in.getInt(in.position());
    if (length <= 0 || length > maximum) {
      throw broken(in, new MalformedFrame(tooLong(length)));
    }
    if (in.remaining() < FrameCodec.HEADER + length) {
      return false;
    }
    int start = in.position() + FrameCodec.HEADER;
    try {
      out.write(decode(in, start, length));
    } catch (MalformedFrame e) {
      throw broken(in, e);
    }
    in.position(start + length);
    return true;
  }

  private F decode(IoBuffer in, int start, int length) {
    if (in.hasArray()) {
      return codec.decode(in.array(), in.arrayOffset() + start, length);
    }
    byte[] body = new byte[length];
    in.duplicate().position(start).get(body);
    return codec.decode(body, 0, length);
  }

  private String tooLong(int length) {
    return "frame of "
        + Integer.toUnsignedString(length)
        + " bytes: 1 to "
        + maximum
        + " are allowed here";
  }

  private MalformedFrame broken(IoBuffer in, MalformedFrame why) {
    broken = true;
    in.position(in.limit());
    return why;
  }
}
