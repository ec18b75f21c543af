package io.kvkit.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.spring.exchange.FixedExchange.FixedRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fingerprints are stored. If one changed from release to release, an upgrade would refuse the repetition of a request that
 * was recorded before as the request of another call.
 */
class FingerprintOfEveryReleaseTest {

    private static final List<String> HEADERS = List.of("text/plain");

    record Transfer(String from, byte[] signature) {}

    static Stream<Arguments> requests() throws Exception {
        byte[] file = ContentDigest.of(Map.of("content-type", HEADERS), new ByteArrayInputStream(new byte[10_000]));
        return Stream.of(
                Arguments.of(
                        "JSON",
                        "14241714776b7c4768e2a29f92551c2520233bd2d86bfe5bc79db3facd554ba0",
                        sent(
                                "application/json",
                                "{\"b\":[1,-2.50,1e400,100e2147483647],\"a\":{\"t\":true,\"n\":null,\"s\":\"\\u00e4\"}}")),
                Arguments.of(
                        "text",
                        "adeaa512cf43ddfa42096534d7495e49a5914260cb04f1141822b91a293a58ad",
                        sent("text/plain;charset=latin1", "text")),
                Arguments.of(
                        "multipart",
                        "2bb39d079bc3e4d0c52f1e17ae6f51c48dc70e7aa712cd725fe9a09378b23363",
                        sent("multipart/mixed; boundary=1", "--1\r\nx\r\n--1--")),
                Arguments.of(
                        "no type",
                        "0e8b213e9d6c8f43be4e882d93ce42930605ebc32c42db13866b632056e5f052",
                        sent(null, "text")),
                Arguments.of(
                        "form",
                        "b6bdcbb164b621f40a4dacc392585ed33cd7ebb6f1eaa7a6006af83f2e619f69",
                        new FixedRequest(
                                "POST",
                                "/p",
                                null,
                                new SentBody.Fields(Map.of("a", Arrays.asList("1", null), "b", List.of())),
                                Map.of())),
                Arguments.of(
                        "parts",
                        "d88f0346cd12cef16bd2766a220031abc7ccf948abf76a1f952858410074af74",
                        new FixedRequest(
                                "POST",
                                "/p",
                                null,
                                new SentBody.Parts(List.of(
                                        new SentBody.Part("a", null, null, file),
                                        new SentBody.Part(null, "b.txt", "text/plain", new byte[] {1}))),
                                Map.of())),
                Arguments.of(
                        "address",
                        "5e50e1a89eab89087b325bce74fb3e132190f65ce0c6759627a4c5b0932cbe0c",
                        new FixedRequest(
                                "PUT",
                                "/a/b;v=1,2;w//%2F",
                                "q=1&q&r=%ff",
                                new SentBody.Bytes(null, new byte[0]),
                                Map.of())));
    }

    private static FixedRequest sent(@Nullable String type, String text) {
        return new FixedRequest(
                "POST", "/p", null, new SentBody.Bytes(type, text.getBytes(StandardCharsets.UTF_8)), Map.of());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void requestHasTheFingerprintThatItAlwaysHad(String name, String fingerprint, FixedRequest request) {
        assertThat(of(request)).isEqualTo(fingerprint);
    }

    static Stream<Arguments> arguments() {
        return Stream.of(
                Arguments.of("none", "1ff3a45d7812ce11fc267c766d46d7a8de91b8e34b2c15006a7c04fe23f2bb48", List.of()),
                Arguments.of(
                        "text", "ec1362f95b962d537f1dca653bd799ead43695ee232874b9f7dc8d9d76fc1999", List.of("text")),
                Arguments.of(
                        "half",
                        "c2592cb293b519fb84f2692705c4dd72225cde4b3b5b306cd568b0de2ebec45c",
                        List.of("half a pair: \ud800")),
                Arguments.of(
                        "bytes",
                        "40a1e5675da9bf836bbdaa15e77d4a9dcb7efe5ff303e458a8fc8637767d3165",
                        List.of(new byte[] {1, 2})),
                Arguments.of(
                        "value",
                        "9136da98e0ab69239aadb81f16b13f527d260061762d55afe0eb4e79f0971499",
                        List.of(new Transfer("ada", new byte[] {3}), List.of(1, 2.50))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("arguments")
    void argumentsHaveTheFingerprintThatTheyAlwaysHad(String name, String fingerprint, List<Object> bodies) {
        assertThat(of(new FixedRequest("POST", "/p", null, null, Map.of("Content-Type", HEADERS)), bodies.toArray()))
                .isEqualTo(fingerprint);
    }

    private static String of(FixedRequest request, Object... bodies) {
        return HexFormat.of()
                .formatHex(new RequestFingerprint(JsonMapper.shared())
                        .of(new FixedExchange(request), Arrays.asList(bodies)));
    }
}
