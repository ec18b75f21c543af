package io.kvkit.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kvkit.spring.exchange.FixedExchange.FixedRequest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RequestFingerprintTest {

    record Login(
            String user,

            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            String pin) {}

    record Upload(byte[] content) {}

    static final class Fluent {

        private final long amount;

        Fluent(long amount) {
            this.amount = amount;
        }

        public long amount() {
            return amount;
        }
    }

    private final RequestFingerprint fingerprint = new RequestFingerprint(JsonMapper.shared());

    @Test
    void digestHas32Bytes() {
        assertThat(fingerprint.of(FixedExchange.post("/payments"), List.of())).hasSize(32);
    }

    @Test
    void fieldOrderAndSpaceOfJsonDoNotMatter() {
        assertThat(json("{\"a\":1,\"b\":{\"c\":2,\"d\":[1,2]}}"))
                .isEqualTo(json("{ \"b\" : { \"d\":[1, 2],\n\"c\":2 }, \"a\":1 }"));
        assertThat(json("{\"a\":\"ä\"}")).isEqualTo(json("{\"a\":\"\\u00e4\"}"));
    }

    @Test
    void numbersAreComparedExactlyAndByValue() {
        assertThat(json("1.0")).isEqualTo(json("1"));
        assertThat(json("1e0")).isEqualTo(json("1"));
        assertThat(json("100")).isEqualTo(json("1e2"));
        assertThat(json("0.00")).isEqualTo(json("0"));
        assertThat(json("0.1")).isNotEqualTo(json("0.1000000000000000055511151231257827"));
        assertThat(json("9007199254740993.0")).isNotEqualTo(json("9007199254740992.0"));
        assertThat(json("1e400")).isNotEqualTo(json("1e401"));
        assertThat(json("1e1000000000")).isNotEqualTo(json("10"));
    }

    @Test
    void everyOtherDifferenceOfJsonMatters() {
        List<String> texts = List.of(
                "{}",
                "[]",
                "null",
                "\"\"",
                "0",
                "\"0\"",
                "true",
                "\"true\"",
                "[1,2]",
                "[2,1]",
                "[[1],2]",
                "[1,[2]]",
                "[[1,2]]",
                "[\"asb\",\"c\"]",
                "[\"a\",\"bsc\"]",
                "{\"a\":1}",
                "{\"a\":2}",
                "{\"a\":null}",
                "{\"b\":1}",
                "{\"a\":1,\"b\":2}",
                "{\"a\":{\"b\":2}}",
                "{\"a\":{},\"b\":2}",
                "{\"ab\":\"c\"}",
                "{\"a\":\"bc\"}",
                "-1",
                "0.1",
                "1e400");
        Set<String> digests = new HashSet<>();
        texts.forEach(text -> digests.add(json(text)));
        assertThat(digests).hasSize(texts.size());
    }

    @Test
    void whatOneReaderMaySeeOtherwiseIsComparedAsBytes() {
        assertThat(json("{\"a\":1,\"a\":2}")).isNotEqualTo(json("{\"a\":2}"));
        assertThat(json("{\"a\":1,\"a\":2}")).isNotEqualTo(json("{\"a\":2,\"a\":1}"));
        assertThat(json("{\"a\":1} {\"a\":2}")).isNotEqualTo(json("{\"a\":1} {\"a\":3}"));
        assertThat(json("{\"a\"")).isNotEqualTo(json("{ \"a\""));
    }

    @Test
    void onlyWhatIsSentAsJsonIsComparedAsJson() {
        assertThat(sent("application/json", "1.0")).isEqualTo(sent("application/json;charset=UTF-8", "1"));
        assertThat(sent("application/merge-patch+json", "1.0")).isEqualTo(sent("application/json", "1"));
        assertThat(sent("application/json-seq", "1.0")).isNotEqualTo(sent("application/json-seq", "1"));
        assertThat(sent("application/json;charset=UTF-16", "1.0"))
                .isNotEqualTo(sent("application/json;charset=UTF-16", "1"));
        assertThat(sent("text/plain", "1.0")).isNotEqualTo(sent("text/plain", "1"));
        assertThat(sent(null, "1.0")).isNotEqualTo(sent(null, "1"));
        assertThat(sent("no type", "1.0")).isNotEqualTo(sent("no type", "1"));
    }

    @Test
    void kindOfContentMatters() {
        Set<String> digests = Set.of(
                sent(null, ""),
                sent("text/plain", ""),
                sent("text/csv", ""),
                sent("text/plain;charset=latin1", ""),
                sent("application/json", ""),
                of("/p", null, new SentBody.Fields(Map.of())),
                of("/p", null, new SentBody.Parts(List.of())),
                of("/p", null, null));
        assertThat(digests).hasSize(8);
        assertThat(sent("text/plain;charset=latin1", "")).isNotEqualTo(sent("text/plain;charset=utf-8", ""));
        assertThat(sent("no type", "")).isNotEqualTo(sent("another", ""));
        assertThat(sent("text/plain", "a b")).isNotEqualTo(sent("text/plain", "a  b"));
        assertThat(sent("TEXT/PLAIN", "a")).isEqualTo(sent("text/plain;boundary=1", "a"));
    }

    @Test
    void fieldsAreUnorderedByNameAndOrderedByValue() {
        assertThat(fields("a=1&b=2")).isEqualTo(fields("b=2&a=1"));
        Set<String> digests = Set.of(
                fields("a=1"),
                fields("b=1"),
                fields("a=1&a=2"),
                fields("a=2&a=1"),
                fields("a=12"),
                fields("a=1&b=2"),
                fields("a=1&a=2&b="),
                fields("a1=2"),
                fields("a=x&a=b&c=y"),
                fields("a=x&b=c&b=y"),
                fields("a"),
                fields("a="),
                fields(""));
        assertThat(digests).hasSize(13);
    }

    @Test
    void valuesCannotMoveBetweenPathQueryAndBody() {
        Set<String> digests = Set.of(
                of("/p", "a=bc", null),
                of("/p", "ab=c", null),
                of("/p", "a=b&a=c", null),
                of("/p", "a=b&c", null),
                of("/p", "a=b&c=", null),
                of("/p", null, new SentBody.Fields(Map.of("a", List.of("bc")))),
                of("/p/a/bc", null, null),
                of("/p/a%2Fbc", null, null),
                of("/p/ab/c", null, null),
                of("/p/a//bc", null, null),
                of("/p/a;bc", null, null),
                of("/p/a;b=c", null, null),
                of("/p", null, null));
        assertThat(digests).hasSize(13);
    }

    @Test
    void wayOfWritingAnAddressDoesNotMatter() {
        assertThat(of("/p/%61", "%61=b+c", null)).isEqualTo(of("/p/a", "a=b%20c", null));
        assertThat(of("/p;jsessionid=1", null, null)).isEqualTo(of("/p;jsessionid=2", null, null));
    }

    @Test
    void textThatIsNoUtf8IsComparedByItsBytes() {
        Set<String> digests = Set.of(
                of("/p", "a=%ff", null),
                of("/p", "a=%fe", null),
                of("/p", "a=%EF%BF%BD", null),
                of("/p", "a=\u4e00", null),
                of("/p", "a=\u4f00", null),
                of("/p", "%ff", null),
                of("/p", "%fe", null),
                of("/%ff", null, null),
                of("/%fe", null, null),
                of("/%EF%BF%BD", null, null),
                of("/p;a=%ff", null, null),
                of("/p;a=%fe", null, null),
                of("/p;%fe=a", null, null),
                exact("a=%ff"),
                exact("a=%fe"),
                exact("a=%EF%BF%BD"));
        assertThat(digests).hasSize(16);
        assertThat(exact("a=%ff")).isEqualTo(exact("a=\u00ff")).isEqualTo(exact("%61=%FF"));
        assertThat(exact("a=%c3%a4+")).isEqualTo(fields("a=\u00c3\u00a4%20"));
    }

    @Test
    void halvesOfSurrogatePairsAreApart() {
        Set<String> digests = Set.of(json("\"\\ud800\""), json("\"\\ud801\""), json("\"?\""), json("\"\ufffd\""));
        assertThat(digests).hasSize(4);
        assertThat(json("{\"\\ud800\":1}")).isNotEqualTo(json("{\"\\ud801\":1}"));
        assertThat(Set.of(argument("\ud800"), argument("\ud801"), argument("?")))
                .hasSize(3);
        assertThat(argument(List.of("\ud800"))).isNotEqualTo(argument(List.of("\ud801")));
    }

    @Test
    void numberThatNobodyCanHoldIsComparedAsItWasSent() {
        for (String number : List.of("1e99999999999", "100e2147483647", "0.1e-2147483647")) {
            assertThat(json(number)).isEqualTo(json(number)).isNotEqualTo(json(number.replaceFirst("1", "2")));
        }
    }

    @Test
    void escapeThatIsCutOffIsText() {
        Set<String> digests = Set.of(of("/p", "a=%", null), of("/p", "a=%4", null), of("/p", "a=%41", null));
        assertThat(digests).hasSize(3);
        assertThat(of("/p", "%", null)).isEqualTo(of("/p", "%25", null));
        assertThat(of("/p", "%4", null)).isEqualTo(of("/p", "%254", null));
    }

    @Test
    void pathParameterWithoutANameIsNone() {
        assertThat(of("/p;=x", null, null)).isEqualTo(of("/p;=y", null, null)).isEqualTo(of("/p", null, null));
    }

    @Test
    void pathParametersAreUnorderedByName() {
        assertThat(of("/p;a=1,2;b=3", null, null)).isEqualTo(of("/p;b=3;%61=1,2", null, null));
        assertThat(of("/p;a=1,2", null, null)).isNotEqualTo(of("/p;a=2,1", null, null));
        assertThat(of("/p/a+b", null, null)).isNotEqualTo(of("/p/a%20b", null, null));
    }

    @Test
    void methodMatters() {
        var put = new FixedExchange(new FixedRequest("PUT", "/p", null, null, Map.of()));
        assertThat(digest(put)).isNotEqualTo(digest(FixedExchange.post("/p")));
    }

    @Test
    void partsAreComparedByNameFileTypeAndContent() {
        Set<String> digests = Set.of(
                part("a", null, null, 1),
                part("b", null, null, 1),
                part("a", "f", null, 1),
                part("a", null, "text/plain", 1),
                part("a", null, null, 2),
                part(null, "a", null, 1));
        assertThat(digests).hasSize(6);
    }

    @Test
    void boundaryOfAMultipartBodyDoesNotMatter() {
        String one = "--1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n--1--\r\n";
        String two = one.replace("--1", "--two");
        assertThat(sent("multipart/form-data; boundary=1", one))
                .isEqualTo(sent("multipart/form-data; boundary=\"two\"", two));
        assertThat(sent("multipart/form-data; boundary=1", one))
                .isNotEqualTo(sent("multipart/form-data; boundary=two", two.replace("x", "y")));
    }

    @Test
    void argumentsAreComparedWhereNobodyKnowsWhatWasSent() {
        assertThat(digest(FixedExchange.post("/p"))).isNotEqualTo(digest(FixedExchange.post("/p"), (Object) null));
        assertThat(digest(FixedExchange.post("/p"), "")).isNotEqualTo(digest(FixedExchange.post("/p"), (Object) null));
        assertThat(argument(new Login("ada", "1234"))).isNotEqualTo(argument(new Login("ada", "9999")));
        assertThat(argument(new Login("ada", "1234"))).isEqualTo(argument(new Login("ada", "1234")));
        assertThat(argument(new BigDecimal("10.00"))).isEqualTo(argument(BigDecimal.TEN));
        assertThat(argument("text")).isNotEqualTo(argument("other"));
        assertThat(argument(new Upload(new byte[] {1}))).isNotEqualTo(argument(new Upload(new byte[] {2})));
        assertThat(argument("text")).isEqualTo(argument("text".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void argumentThatShowsNothingIsRefusedWithoutItsValue() {
        Object cyclic = new Object() {
            @SuppressWarnings("unused")
            public Object getSelf() {
                return this;
            }

            @Override
            public String toString() {
                return "secret";
            }
        };
        for (Object unreadable : List.of(cyclic, new Fluent(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> argument(unreadable))
                    .withMessageContaining("A body of " + unreadable.getClass().getName())
                    .withMessageContaining("cannot be written as JSON")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
        }
    }

    private String json(String text) {
        return sent("application/json", text);
    }

    private String sent(@Nullable String type, String text) {
        return of("/p", null, new SentBody.Bytes(type, text.getBytes(StandardCharsets.UTF_8)));
    }

    private String fields(String form) {
        return exact(form);
    }

    private String exact(String form) {
        byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
        return of("/p", null, new SentBody.Fields(FormText.exact(bytes, StandardCharsets.UTF_8)));
    }

    private String part(@Nullable String name, @Nullable String file, @Nullable String type, int content) {
        return of("/p", null, new SentBody.Parts(List.of(new SentBody.Part(name, file, type, new byte[] {(byte) content
        }))));
    }

    private String of(String path, @Nullable String query, @Nullable SentBody body) {
        return digest(new FixedExchange(new FixedRequest("POST", path, query, body, Map.of())));
    }

    private String argument(Object argument) {
        return digest(FixedExchange.post("/p"), argument);
    }

    private String digest(Exchange exchange, Object... bodies) {
        return Arrays.toString(fingerprint.of(exchange, Arrays.asList(bodies)));
    }
}
