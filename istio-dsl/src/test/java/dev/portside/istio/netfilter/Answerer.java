package dev.portside.istio.netfilter;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Listens on ports of a network namespace, and tells whoever connects which one answered. */
final class Answerer {

  private Answerer() {}

  /** Takes its name and the ports; says {@code ready} when it listens. */
  public static void main(String[] arguments) throws IOException {
    Selector selector = Selector.open();
    for (int i = 1; i < arguments.length; i++) {
      ServerSocketChannel channel = ServerSocketChannel.open();
      channel.bind(new InetSocketAddress("::", Integer.parseInt(arguments[i])), 1024);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_ACCEPT, arguments[0] + " " + arguments[i] + "\n");
    }
    System.out.println("ready");
    while (selector.select() >= 0) {
      for (SelectionKey key : selector.selectedKeys()) {
        answer(key);
      }
      selector.selectedKeys().clear();
    }
  }

  private static void answer(SelectionKey key) throws IOException {
    try (SocketChannel caller = ((ServerSocketChannel) key.channel()).accept()) {
      if (caller != null) {
        caller.write(ByteBuffer.wrap(((String) key.attachment()).getBytes(StandardCharsets.UTF_8)));
      }
    }
  }
}
