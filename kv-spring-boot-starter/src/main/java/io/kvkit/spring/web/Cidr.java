package io.kvkit.spring.web;

import io.kvkit.spring.exchange.IpLiteral;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A network of IP addresses.
 *
 * @param address the network's address
 * @param bits the number of leading bits that belong to the network
 */
record Cidr(byte[] address, int bits) {

    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = IpLiteral.parse((slash < 0 ? text : text.substring(0, slash)).strip());
        if (address == null) {
            throw invalid(text);
        }
        byte[] bytes = address.getAddress();
        // The bits of an IPv4 address in IPv6 form are the last ones.
        int before = bytes.length == 4 && text.indexOf(':') >= 0 ? 96 : 0;
        int all = before + bytes.length * 8;
        Cidr network = new Cidr(bytes, (slash < 0 ? all : bits(text, slash, before, all)) - before);
        requireNetwork(text, network);
        return network;
    }

    // It may be meant as an address or as a network of another size, and the wrong guess trusts too many proxies.
    private static void requireNetwork(String text, Cidr written) {
        byte[] first = written.address.clone();
        for (int bit = written.bits; bit < first.length * 8; bit++) {
            first[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        if (!Arrays.equals(first, written.address)) {
            throw new NoNetworkException(
                    text,
                    "is an address inside of a network",
                    "Write the network, " + text(first) + "/" + written.bits + ", or the address, "
                            + text(written.address));
        }
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Addresses have 4 or 16 bytes", e);
        }
    }

    private static int bits(String text, int slash, int least, int most) {
        String bits = text.substring(slash + 1).strip();
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) < least || Integer.parseInt(bits) > most) {
            throw invalid(text);
        }
        return Integer.parseInt(bits);
    }

    boolean contains(InetAddress other) {
        byte[] bytes = other.getAddress();
        if (bytes.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != address[i]) {
                return false;
            }
        }
        int mask = 0xff00 >> (bits % 8) & 0xff;
        return mask == 0 || (bytes[whole] & mask) == (address[whole] & mask);
    }

    private static IllegalArgumentException invalid(String text) {
        return new NoNetworkException(
                text,
                "is neither an address nor a network",
                "Write an IP address such as 10.1.2.3, or a network such as 10.0.0.0/8");
    }
}
