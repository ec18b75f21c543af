package io.kvkit.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RequestFingerprintTest {

    record Payment(String account, BigDecimal amount) {}

    @JsonPropertyOrder({"amount", "account"})
    record Reordered(String account, BigDecimal amount) {}

    record Login(
            String user,

            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            String pin) {}

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final RequestFingerprint fingerprint = new RequestFingerprint(MAPPER);

    @Test
    void digestHas32Bytes() {
        assertThat(fingerprint.of(FixedExchange.post("/payments"), List.of())).hasSize(32);
    }

    @Test
    void fieldOrderDoesNotMatter() {
        assertThat(hex(new Payment("a", BigDecimal.ONE))).isEqualTo(hex(new Reordered("a", BigDecimal.ONE)));
        assertThat(tree("{\"a\":1,\"b\":{\"c\":2,\"d\":[1,2]}}"))
                .isEqualTo(tree("{ \"b\" : { \"d\":[1, 2],\n\"c\":2 }, \"a\":1 }"));
    }

    @Test
    void numbersAreComparedByValue() {
        assertThat(Set.of(tree("1"), tree("2"))).hasSize(2);
        assertThat(tree("1.0")).isEqualTo(tree("1"));
        assertThat(tree("1e0")).isEqualTo(tree("1"));
        assertThat(tree("100")).isEqualTo(tree("1e2"));
        assertThat(tree("0.00")).isEqualTo(tree("0"));
        assertThat(hex(new Payment("a", new BigDecimal("10.00")))).isEqualTo(hex(new Payment("a", BigDecimal.TEN)));
        assertThat(hex(new Payment("a", new BigDecimal("1e1000000000"))))
                .isNotEqualTo(hex(new Payment("a", BigDecimal.TEN)));
    }

    @Test
    void whatOnlyRequestsHoldMatters() {
        assertThat(hex(new Login("ada", "1234"))).isNotEqualTo(hex(new Login("ada", "9999")));
        assertThat(hex(new Login("ada", "1234"))).isEqualTo(hex(new Login("ada", "1234")));
    }

    @Test
    void everyOtherDifferenceMatters() {
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
                "{\"a\":1}",
                "{\"a\":2}",
                "{\"a\":null}",
                "{\"b\":1}",
                "{\"a\":1,\"b\":2}",
                "{\"a\":{\"b\":2}}",
                "{\"ab\":\"c\"}",
                "{\"a\":\"bc\"}",
                "-1",
                "0.1",
                "1e400");
        Set<String> digests = new HashSet<>();
        texts.forEach(text -> digests.add(tree(text)));
        assertThat(digests).hasSize(texts.size());
    }

    @Test
    void valuesCannotMoveBetweenParts() {
        Set<String> digests = new HashSet<>();
        digests.add(hex(request(Map.of("a", "bc"), Map.of())));
        digests.add(hex(request(Map.of("ab", "c"), Map.of())));
        digests.add(hex(request(Map.of(), Map.of("a", List.of("bc")))));
        digests.add(hex(request(Map.of(), Map.of("a", List.of("b", "c")))));
        digests.add(hex(request(Map.of(), Map.of("a", List.of("b"), "c", List.of()))));
        digests.add(hex(request(Map.of("a", "b"), Map.of("c", List.of()))));
        digests.add(hex(request(Map.of(), Map.of())));
        assertThat(digests).hasSize(7);
    }

    @Test
    void methodAndRouteMatter() {
        FixedExchange put =
                new FixedExchange(new FixedExchange.FixedRequest("PUT", "/payments", Map.of(), Map.of(), Map.of()));
        assertThat(hex(put)).isNotEqualTo(hex(FixedExchange.post("/payments")));
        assertThat(hex(FixedExchange.post("/refunds"))).isNotEqualTo(hex(FixedExchange.post("/payments")));
    }

    @Test
    void absentBodyIsNotAnEmptyOne() {
        assertThat(digest(FixedExchange.post("/p"))).isNotEqualTo(digest(FixedExchange.post("/p"), (Object) null));
        assertThat(digest(FixedExchange.post("/p"), "")).isNotEqualTo(digest(FixedExchange.post("/p"), (Object) null));
    }

    @Test
    void textBodyIsComparedAsJsonOnlyIfItIsJson() {
        assertThat(digest(json(), "{\"a\":1,\"b\":2}")).isEqualTo(digest(json(), "{ \"b\":2, \"a\":1}"));
        assertThat(digest(json(), "{\"a\":1}".getBytes())).isEqualTo(digest(json(), "{ \"a\" : 1 }"));
        assertThat(digest(json(), "{\"a\"")).isNotEqualTo(digest(json(), "{ \"a\""));
        assertThat(digest(FixedExchange.post("/p"), "a b")).isNotEqualTo(digest(FixedExchange.post("/p"), "a  b"));
    }

    @Test
    void bodyThatIsNoJsonIsRefusedWithoutItsValue() {
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
        assertThatIllegalArgumentException()
                .isThrownBy(() -> digest(json(), cyclic))
                .withMessageContaining("cannot be written as JSON")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
    }

    private static FixedExchange json() {
        return new FixedExchange(new FixedExchange.FixedRequest(
                "POST", "/p", Map.of(), Map.of(), Map.of("Content-Type", List.of("application/json;charset=UTF-8"))));
    }

    private static FixedExchange request(Map<String, String> variables, Map<String, List<String>> parameters) {
        return new FixedExchange(new FixedExchange.FixedRequest("POST", "/p", variables, parameters, Map.of()));
    }

    private String tree(String text) {
        return hex(MAPPER.readTree(text));
    }

    private String hex(Object body) {
        return body instanceof FixedExchange exchange ? digest(exchange) : digest(FixedExchange.post("/p"), body);
    }

    private String digest(Exchange exchange, Object... bodies) {
        return Arrays.toString(fingerprint.of(exchange, Arrays.asList(bodies)));
    }
}
