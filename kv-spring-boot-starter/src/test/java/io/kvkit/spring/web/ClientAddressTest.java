package io.kvkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    private final ClientAddress addresses = new ClientAddress(List.of("10.0.0.0/8", "192.168.1.7", "fd00::/8"), null);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing forwarded                        | 203.0.113.9   |                                    |                                   | 203.0.113.9
            stranger claims to be somebody           | 203.0.113.9   | 1.2.3.4                            |                                   | 203.0.113.9
            stranger claims to be a proxy            | 203.0.113.9   | 10.0.0.1                           |                                   | 203.0.113.9
            stranger uses Forwarded                  | 203.0.113.9   |                                    | for=1.2.3.4                       | 203.0.113.9
            client behind one proxy                  | 10.0.0.1      | 198.51.100.4                       |                                   | 198.51.100.4
            client behind one proxy prepends a name  | 10.0.0.1      | 1.2.3.4, 198.51.100.4              |                                   | 198.51.100.4
            client prepends a proxy                  | 10.0.0.1      | 10.9.9.9, 198.51.100.4             |                                   | 198.51.100.4
            client behind two proxies                | 10.0.0.1      | 198.51.100.4, 192.168.1.7          |                                   | 198.51.100.4
            second proxy is not trusted              | 10.0.0.1      | 1.2.3.4, 192.168.1.8               |                                   | 192.168.1.8
            proxy itself calls                       | 10.0.0.1      |                                    |                                   | 10.0.0.1
            only proxies on the way                  | 10.0.0.1      | 10.0.0.3, 10.0.0.2                 |                                   | 10.0.0.3
            malformed hop ends the walk              | 10.0.0.1      | 1.2.3.4, nonsense                  |                                   | 10.0.0.1
            empty hop ends the walk                  | 10.0.0.1      | 1.2.3.4,                           |                                   | 10.0.0.1
            client behind an empty hop               | 10.0.0.1      | ,198.51.100.4                      |                                   | 198.51.100.4
            Forwarded is a quote alone               | 10.0.0.1      |                                    | for="                             | 10.0.0.1
            unknown hop ends the walk                | 10.0.0.1      | 1.2.3.4, unknown, 10.0.0.2         |                                   | 10.0.0.2
            octal and short forms are no addresses   | 10.0.0.1      | 010.0.0.1                          |                                   | 10.0.0.1
            host name is not looked up               | 10.0.0.1      | localhost                          |                                   | 10.0.0.1
            port is cut off                          | 10.0.0.1      | 198.51.100.4:50123                 |                                   | 198.51.100.4
            IPv6 client with brackets and port       | fd00::1       | [2001:db8::5]:443                  |                                   | 2001:db8:0:0:0:0:0:5
            IPv6 client without brackets             | fd00::1       | 2001:DB8::5                        |                                   | 2001:db8:0:0:0:0:0:5
            IPv4 proxy in IPv6 form                  | ::ffff:10.0.0.1 | 198.51.100.4                     |                                   | 198.51.100.4
            Forwarded with other parameters          | 10.0.0.1      |                                    | proto=https;For=198.51.100.4;by=x | 198.51.100.4
            Forwarded with quoted IPv6               | 10.0.0.1      |                                    | for="[2001:db8::5]:443"           | 2001:db8:0:0:0:0:0:5
            Forwarded hides the name                 | 10.0.0.1      |                                    | for=1.2.3.4, for=_hidden          | 10.0.0.1
            comma inside quotes does not split       | 10.0.0.1      |                                    | for="1.2.3.4,for=5.6.7.8"         | 10.0.0.1
            comma inside quotes of another parameter | 10.0.0.1      |                                    | for=198.51.100.4;by="a,b"         | 198.51.100.4
            both headers agree                       | 10.0.0.1      | 198.51.100.4                       | for=198.51.100.4                  | 198.51.100.4
            client adds the other header             | 10.0.0.1      | 198.51.100.4                       | for=1.2.3.4                       | 198.51.100.4
            client adds the other header as nonsense | 10.0.0.1      | 198.51.100.4                       | "                                 | 198.51.100.4
            client opens a quote                     | 10.0.0.1      | "1.2.3.4, 198.51.100.4             |                                   | 198.51.100.4
            client sends a quote alone               | 10.0.0.1      | ", 198.51.100.4                    |                                   | 198.51.100.4
            client opens a quote in Forwarded        | 10.0.0.1      |                                    | for="1.2.3.4, for=198.51.100.4    | 198.51.100.4
            client opens a quote before a quoted one | 10.0.0.1      |                                    | for="1.2.3.4, for="[2001:db8::5]" | 2001:db8:0:0:0:0:0:5
            IPv4 client behind a translator          | 10.0.0.1      | 64:ff9b::c633:6404                 |                                   | 198.51.100.4
            IPv4 proxy behind a translator           | 64:ff9b::10.0.0.1 | 198.51.100.4                   |                                   | 198.51.100.4
            IPv4 client in IPv6 form                 | 10.0.0.1      | ::ffff:198.51.100.4                |                                   | 198.51.100.4
            """)
    void spoofing(String name, String remote, String xff, String forwarded, String client) {
        Map<String, List<String>> headers = Map.of(
                "X-Forwarded-For", xff == null ? List.of() : List.of(xff),
                "Forwarded", forwarded == null ? List.of() : List.of(forwarded));
        assertThat(addresses.of(remote, headers::get)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource({
        "X_FORWARDED_FOR, 198.51.100.4, for=1.2.3.4, 198.51.100.4",
        "X_FORWARDED_FOR, , for=1.2.3.4, 10.0.0.1",
        "FORWARDED, 1.2.3.4, for=198.51.100.4, 198.51.100.4",
        "FORWARDED, 1.2.3.4, , 10.0.0.1"
    })
    void onlyTheHeaderThatTheProxiesWriteIsRead(ForwardedHeader believed, String xff, String forwarded, String client) {
        Map<String, List<String>> headers = Map.of(
                "X-Forwarded-For", xff == null ? List.of() : List.of(xff),
                "Forwarded", forwarded == null ? List.of() : List.of(forwarded));
        assertThat(new ClientAddress(List.of("10.0.0.0/8"), believed).of("10.0.0.1", headers::get))
                .isEqualTo(client);
    }

    @Test
    void severalHeaderLinesAreOneList() {
        Map<String, List<String>> headers =
                Map.of("X-Forwarded-For", List.of("1.2.3.4", "198.51.100.4, 10.0.0.2"), "Forwarded", List.of());
        assertThat(addresses.of("10.0.0.1", headers::get)).isEqualTo("198.51.100.4");
    }

    @Test
    void withoutTrustedProxiesNoHeaderIsRead() {
        assertThat(new ClientAddress(List.of(), null).of("10.0.0.1", name -> {
                    throw new AssertionError(name);
                }))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void unknownRemoteAddressIsOneClient() {
        assertThat(addresses.of(null, name -> List.of("1.2.3.4"))).isEqualTo("0.0.0.0");
        assertThat(addresses.of("unix-socket", name -> List.of("1.2.3.4"))).isEqualTo("unix-socket");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0/8",
                "fd00::/129",
                "proxy.example.org",
                "",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "/8"
            })
    void wrongNetworkIsRefusedWithTheMend(String network) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientAddress(List.of(network), null))
                .withMessage("\"" + network + "\" is neither an address nor a network."
                        + " Write an IP address such as 10.1.2.3, or a network such as 10.0.0.0/8.");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1/8,10.0.0.0/8,10.0.0.1",
        "192.0.2.129/25,192.0.2.128/25,192.0.2.129",
        "::ffff:10.0.0.1/104,10.0.0.0/8,10.0.0.1",
        "fd00::1/8,fd00:0:0:0:0:0:0:0/8,fd00:0:0:0:0:0:0:1"
    })
    void addressInsideOfANetworkIsNoNetwork(String written, String network, String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientAddress(List.of(written), null))
                .withMessage("\"" + written + "\" is an address inside of a network. Write the network, " + network
                        + ", or the address, " + address + ".");
        assertThatNoException().isThrownBy(() -> new ClientAddress(List.of(network, address), null));
    }

    @Test
    void networkOfIpv4InIpv6FormIsANetworkOfIpv4() throws Exception {
        for (String form : List.of("64:ff9b::10.0.0.0/104", "::ffff:10.0.0.0/104")) {
            assertThat(Cidr.parse(form).contains(java.net.InetAddress.getByName("10.9.9.9")))
                    .isTrue();
            assertThat(Cidr.parse(form).contains(java.net.InetAddress.getByName("11.9.9.9")))
                    .isFalse();
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse("64:ff9b::10.0.0.0/95"));
    }

    @Test
    void aNetworkMayBeAsLargeOrAsSmallAsItsAddresses() throws Exception {
        for (String all : List.of("0.0.0.0/0", "::ffff:0.0.0.0/96")) {
            assertThat(Cidr.parse(all).contains(java.net.InetAddress.getByName("8.8.8.8")))
                    .as(all)
                    .isTrue();
        }
        for (String one : List.of("10.0.0.1/32", "::ffff:10.0.0.1/128", "fd00::1/128")) {
            Cidr network = Cidr.parse(one);
            assertThat(network.bits()).as(one).isEqualTo(network.address().length * 8);
        }
    }

    @Test
    void networksEndWhereTheirBitsEnd() throws Exception {
        Cidr network = Cidr.parse("192.0.2.128/25");
        assertThat(network.contains(java.net.InetAddress.getByName("192.0.2.128")))
                .isTrue();
        assertThat(network.contains(java.net.InetAddress.getByName("192.0.2.127")))
                .isFalse();
        assertThat(network.contains(java.net.InetAddress.getByName("192.0.2.255")))
                .isTrue();
        Cidr wide = Cidr.parse("172.16.0.0/12");
        assertThat(wide.contains(java.net.InetAddress.getByName("172.31.255.255")))
                .isTrue();
        assertThat(wide.contains(java.net.InetAddress.getByName("172.32.0.0"))).isFalse();
        assertThat(Cidr.parse("0.0.0.0/0").contains(java.net.InetAddress.getByName("8.8.8.8")))
                .isTrue();
        assertThat(Cidr.parse("0.0.0.0/0").contains(java.net.InetAddress.getByName("::1")))
                .isFalse();
    }
}
