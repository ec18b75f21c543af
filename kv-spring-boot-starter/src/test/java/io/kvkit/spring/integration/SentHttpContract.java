package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests with one key are compared as they were sent, however their handler reads them. */
abstract class SentHttpContract extends HttpContract {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    SentHttpContract(Stack stack) {
        super(
                stack,
                List.of(Sent.class, stack.servlet() ? SentToServlets.class : SentToWebFlux.class),
                "kv.idempotency.max-request-size=2KB");
    }

    protected final Http.Call form(String path, String fields) {
        return sent(path, FORM, fields);
    }

    private Http.Call sent(String path, String type, String body) {
        return http.post("/sent/" + path).key(key).body(type, body);
    }

    /** The one runs, again it is replayed, the other is refused. */
    protected final Reply compared(Http.Call one, Http.Call other) {
        int before = app.bean(Sent.class).executed();
        Reply first = one.send().hasStatus(200);
        Reply again = one.send().hasStatus(200);
        assertThat(again.replayed()).isTrue();
        assertThat(again.body()).isEqualTo(first.body());
        other.send().isProblem(422, "idempotency-key-reused");
        assertThat(app.bean(Sent.class).executed()).isEqualTo(before + 1);
        return first;
    }

    @ParameterizedTest
    @CsvSource({"model,12", "fields,12", "request,a=1&b=2"})
    void otherFieldsOfAFormAreNotTheSameRequestAndTheHandlerReadsThem(String path, String got) {
        Reply first = compared(form(path, "a=1&b=2"), form(path, "a=1&b=3"));
        assertThat(first.text()).isEqualTo(got);
    }

    @Test
    void fieldsOfAFormThatTheHandlerDoesNotReadAreComparedToo() {
        compared(form("map", "a=1&b=2"), form("map", "a=1&b=3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model", "map", "fields", "request"})
    void orderOfDifferentFieldsDoesNotMatter(String path) {
        form(path, "a=1&b=2").send().hasStatus(200);
        assertThat(form(path, "b=2&a=1").send().replayed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"request", "stream", "reader", "text-body", "bytes-entity"})
    void otherJsonIsNotTheSameRequestAndTheHandlerReadsIt(String path) {
        Reply first = compared(sent(path, JSON, "{\"a\":1, \"b\":2}"), sent(path, JSON, "{\"a\":2, \"b\":2}"));
        assertThat(first.text()).isEqualTo("{\"a\":1, \"b\":2}");
        assertThat(sent(path, JSON, "{\"b\":2,\"a\":1.0}").send().replayed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"request", "stream", "reader", "text-body", "bytes-entity"})
    void otherTextOrTypeIsNotTheSameRequest(String path) {
        compared(sent(path, "text/plain", "one"), sent(path, "text/plain", "two"));
        sent(path, "text/csv", "one").send().isProblem(422, "idempotency-key-reused");
    }

    @Test
    void bodyThatShowsNothingOfItselfIsComparedAsItWasSent() {
        compared(sent("fluent", JSON, "{\"amount\":1}"), sent("fluent", JSON, "{\"amount\":1000000}"));
        sent("fluent", JSON, "{\"amount\":1,\"note\":\"not read\"}").send().isProblem(422, "idempotency-key-reused");
    }

    @Test
    void numbersBeyondADoubleAreExact() {
        compared(sent("text-body", JSON, "9007199254740993.0"), sent("text-body", JSON, "9007199254740992.0"));
    }

    @ParameterizedTest
    @CsvSource({
        "wild/a,wild/b",
        "wild/a/b,wild/a/c",
        "star/a,star/b",
        "star/a,star/a;v=2",
        "star/a?flag,star/a?flag=",
        "star/a?x=1&y=2,star/a?x=1&y=3",
        "text-body?x=1,text-body"
    })
    void otherPathOrQueryIsNotTheSameRequest(String one, String other) {
        compared(http.post("/sent/" + one).key(key), http.post("/sent/" + other).key(key));
    }

    @ParameterizedTest
    @CsvSource({"wild/x?a=%ff,wild/x?a=%fe", "wild/x?a=%ff,wild/x?a=%EF%BF%BD", "wild/x?%ff,wild/x?%fe"})
    void otherBytesThatAreNoUtf8AreNotTheSameRequest(String one, String other) {
        compared(http.post("/sent/" + one).key(key), http.post("/sent/" + other).key(key));
    }

    @Test
    void otherBytesOfAFormThatAreNoUtf8AreNotTheSameRequest() {
        compared(form("request", "a=%ff"), form("request", "a=%fe"));
    }

    @Test
    void otherHalfOfASurrogatePairIsNotTheSameRequest() {
        compared(sent("text-body", JSON, "{\"a\":\"\\ud800\"}"), sent("text-body", JSON, "{\"a\":\"\\ud801\"}"));
    }

    @Test
    void numberThatNobodyCanHoldIsNoError() {
        compared(sent("text-body", JSON, "{\"a\":1e99999999999}"), sent("text-body", JSON, "{\"a\":2e99999999999}"));
    }

    @Test
    void parameterWithoutAValueIsNoError() {
        assertThat(http.post("/sent/map?flag").key(key).send().hasStatus(200).text())
                .contains("flag");
    }

    @Test
    void keyOfAnExpressionComparesTheRequestToo() {
        compared(sent("expression", "text/plain", "one"), sent("expression", "text/plain", "two"));
    }

    @Test
    void keyOfAnExpressionBelongsToItsUser() {
        sent("expression", "text/plain", "one").user("ada").send().hasStatus(200);
        Reply bob = sent("expression", "text/plain", "one").user("bob").send().hasStatus(200);
        assertThat(bob.replayed()).isFalse();
    }

    @Test
    void scopeAndFingerprintOfAnExpressionCanBeChosen() {
        sent("everybody", "text/plain", "one").user("ada").send().hasStatus(200);
        Reply bob = sent("everybody", "text/plain", "two").user("bob").send().hasStatus(200);
        assertThat(bob.replayed()).isTrue();
    }

    @Test
    void otherFileIsNotTheSameRequestAndTheHandlerReadsIt() {
        Http.Call one = http.post("/sent/file").key(key).multipart(file("B", "f.txt", "one"), "B");
        Http.Call other = http.post("/sent/file").key(key).multipart(file("C", "f.txt", "two"), "C");
        assertThat(compared(one, other).text()).isEqualTo("one");
        Http.Call again = http.post("/sent/file").key(key).multipart(file("D", "f.txt", "one"), "D");
        assertThat(again.send().replayed()).isTrue();
        http.post("/sent/file")
                .key(key)
                .multipart(file("B", "g.txt", "one"), "B")
                .send()
                .isProblem(422, "idempotency-key-reused");
    }

    @Test
    void partsAreComparedByteByByteAndInOrder() {
        String field = "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n";
        String file = json("{\"a\":1}");
        http.post("/sent/file")
                .key(key)
                .multipart(field + file + "--B--\r\n", "B")
                .send()
                .hasStatus(200);
        for (String other : List.of(
                file + field,
                field + json("{\"a\": 1}"),
                field + file.replace("\r\nContent-Type", "\r\nX-Part: 1\r\nContent-Type"))) {
            http.post("/sent/file")
                    .key(key)
                    .multipart(other + "--B--\r\n", "B")
                    .send()
                    .isProblem(422, "idempotency-key-reused");
        }
    }

    private static String json(String content) {
        return "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.json\"\r\n"
                + "Content-Type: application/json\r\n\r\n" + content + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"request", "stream", "reader", "text-body"})
    void bodyAboveTheLimitIsRefusedAndOneAtTheLimitIsNot(String path) {
        int before = app.bean(Sent.class).executed();
        sent(path, "text/plain", "x".repeat(2049)).send().isProblem(413, "idempotency-request-too-large");
        assertThat(app.bean(Sent.class).executed()).isEqualTo(before);
        String most = "x".repeat(2048);
        assertThat(sent(path, "text/plain", most).send().hasStatus(200).text()).isEqualTo(most);
    }

    @Test
    void sizeOfWhatIsNotComparedDoesNotMatter() {
        sent("everybody", "text/plain", "x".repeat(5000)).send().hasStatus(200);
    }

    @Test
    void absentBodyIsNotAnEmptyObject() {
        compared(http.post("/sent/text-body").key(key), sent("text-body", JSON, "{}"));
    }

    private static String file(String boundary, String name, String content) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: text/plain\r\n\r\n" + content + "\r\n--" + boundary + "--\r\n";
    }
}
