package io.kvkit.tck;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The one address of this machine that tests use. Java's own word for it depends on {@code preferIPv6Addresses}. */
final class Loopback {

    static final String HOST = "127.0.0.1";

    static final InetAddress ADDRESS = address();

    private Loopback() {}

    private static InetAddress address() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
