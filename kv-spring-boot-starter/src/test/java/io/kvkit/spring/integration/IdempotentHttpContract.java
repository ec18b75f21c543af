package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code @Idempotent} promises on controllers. */
abstract class IdempotentHttpContract extends OutcomesHttpContract {

    private static final String ORDER = "{\"account\":\"a\",\"amount\":5}";

    IdempotentHttpContract(Stack stack) {
        super(
                stack,
                stack.servlet()
                        ? List.of(Payments.class, Unwritable.class, AsyncPayments.class, Exempt.class)
                        : List.of(Payments.class, Unwritable.class, Exempt.class),
                "server.max-http-request-header-size=64KB",
                "kv.idempotency.defaults.lease=10s",
                "kv.dedupe.consumers.exempt-event.secret=" + Signing.GITHUB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pay", "pay-mono"})
    void callWhoseConditionIsFalseIsNeitherKeptNorReplayed(String shape) {
        Http.Call dry = http.post("/exempt/" + shape).key(key).json(ORDER).header("X-Dry", "1");
        assertThat(dry.send().hasStatus(200).body())
                .isNotEqualTo(dry.send().hasStatus(200).body());
        http.post("/exempt/" + shape).json(ORDER).header("X-Dry", "1").send().hasStatus(200);
        Http.Call wet = http.post("/exempt/" + shape).key(key).json(ORDER);
        Reply first = wet.send().hasStatus(200);
        assertThat(first.replayed()).isFalse();
        assertThat(wet.send().replayed()).isTrue();
        assertThat(wet.send().body()).isEqualTo(first.body());
        assertThat(dry.send().replayed()).isFalse();
        http.post("/exempt/" + shape).json(ORDER).send().isProblem(400, "idempotency-key-missing");
    }

    @Test
    void signatureOfAnEventWhoseConditionIsFalseIsVerified() {
        byte[] body = {'{', '}'};
        Http.Call dry = new Signing(http, key)
                .github(http.post("/exempt/event").json("{}").header("X-Dry", "1"), body);
        assertThat(dry.send().hasStatus(200).body())
                .isNotEqualTo(dry.send().hasStatus(200).body());
        http.post("/exempt/event").json("{}").header("X-Dry", "1").send().isProblem(401, "event-signature-invalid");
    }

    @Test
    void exemptUserIsNotLimited() {
        Http.Call batch = http.post("/exempt/limit").user("batch");
        assertThat(batch.send().hasStatus(200).headers("RateLimit")).isEmpty();
        batch.send().hasStatus(200);
        http.post("/exempt/limit").user(key).send().hasStatus(200);
        http.post("/exempt/limit").user(key).send().hasStatus(429);
    }

    private int executed() {
        return app.bean(Payments.class).executed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "entity",
                "record",
                "text",
                "bytes",
                "nothing",
                "future",
                "stage",
                "mono",
                "mono-entity",
                "own-key"
            })
    void replayIsTheSameBytesAndTheHandlerRunsOnce(String shape) {
        int before = executed();
        Http.Call call = http.post("/" + shape).key(key).json("{\"account\":\"" + key + "\",\"amount\":5}");
        Reply first = call.send();
        Reply second = call.send();
        assertThat(first.status()).as(first.text()).isBetween(200, 201);
        assertThat(first.replayed()).isFalse();
        assertThat(second.replayed()).isTrue();
        assertThat(second.status()).isEqualTo(first.status());
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(executed()).isEqualTo(before + 1);
    }

    @Test
    void missingKeyIsRefused() {
        int before = executed();
        http.post("/entity").json(ORDER).send().isProblem(400, "idempotency-key-missing");
        Reply refused = http.post("/own-key").json("{\"amount\":1}").send().isProblem(400, "idempotency-key-missing");
        assertThat(refused.text()).doesNotContain(Payments.class.getSimpleName());
        assertThat(executed()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"half", "a,b", "with space", "\"\"", "a\"b"})
    void malformedKeyIsRefused(String malformed) {
        int before = executed();
        http.post("/entity").key(malformed).json(ORDER).send().isProblem(400, "idempotency-key-invalid");
        assertThat(executed()).isEqualTo(before);
    }

    @Test
    void keyOfTenThousandCharactersIsRefused() {
        Reply refused = http.post("/entity").key("k".repeat(10_000)).json(ORDER).send();
        refused.isProblem(400, "idempotency-key-invalid");
        assertThat(refused.text()).hasSizeLessThan(1_000);
    }

    @Test
    void twoKeysAreRefused() {
        http.post("/entity").key(key).key("other").json(ORDER).send().isProblem(400, "idempotency-key-invalid");
    }

    @Test
    void quotedAndBareKeyAreOne() {
        http.post("/entity").key(key).json(ORDER).send().hasStatus(201);
        assertThat(http.post("/entity").key('"' + key + '"').json(ORDER).send().replayed())
                .isTrue();
    }

    @Test
    void otherBodyIsRefusedAndFieldOrderDoesNotMatter() {
        http.post("/entity").key(key).json(ORDER).send().hasStatus(201);
        assertThat(http.post("/entity")
                        .key(key)
                        .json("{ \"amount\": 5.0, \"account\": \"a\" }")
                        .send()
                        .replayed())
                .isTrue();
        Reply refused = http.post("/entity")
                .key(key)
                .json("{\"account\":\"a\",\"amount\":6}")
                .send();
        refused.isProblem(422, "idempotency-key-reused");
        assertThat(refused.replayed()).isFalse();
    }

    @Test
    void otherPathOrParameterIsRefused() {
        http.post("/no-body/1?amount=5").key(key).send().hasStatus(200);
        assertThat(http.post("/no-body/1?amount=5").key(key).send().replayed()).isTrue();
        http.post("/no-body/2?amount=5").key(key).send().isProblem(422, "idempotency-key-reused");
        http.post("/no-body/1?amount=6").key(key).send().isProblem(422, "idempotency-key-reused");
    }

    @Test
    void twoPrincipalsWithOneKeyAreApart() {
        Reply ada = http.post("/entity").key(key).user("ada").json(ORDER).send().hasStatus(201);
        Reply bob = http.post("/entity")
                .key(key)
                .user("bob")
                .json("{\"account\":\"b\",\"amount\":6}")
                .send();
        Reply nobody = http.post("/entity")
                .key(key)
                .json("{\"account\":\"c\",\"amount\":7}")
                .send();
        assertThat(bob.hasStatus(201).replayed()).isFalse();
        assertThat(nobody.hasStatus(201).replayed()).isFalse();
        Reply again = http.post("/entity").key(key).user("ada").json(ORDER).send();
        assertThat(again.replayed()).isTrue();
        assertThat(again.body()).isEqualTo(ada.body());
    }

    @Test
    void ofSixteenAtOnceOneRuns() {
        Payments payments = app.bean(Payments.class);
        List<CompletableFuture<Reply>> calls =
                http.post("/gated").key(key).json(ORDER).start(16);
        Eventually.until(() -> calls.stream().filter(CompletableFuture::isDone).count() == 15);
        payments.openGate();
        List<Reply> replies = calls.stream().map(CompletableFuture::join).toList();
        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() != 201)
                .hasSize(15)
                .allSatisfy(
                        reply -> reply.isProblem(409, "idempotency-in-progress").hasRetryAfter());
        assertThat(payments.gated()).isOne();
        assertThat(http.post("/gated").key(key).json(ORDER).send().replayed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"entity", "future", "mono", "text"})
    void failureFreesTheKey(String shape) {
        int before = executed();
        Http.Call call = http.post("/" + shape).key(key).json("{\"account\":\"a\",\"amount\":5,\"end\":\"fail\"}");
        assertThat(call.send().hasStatus(500).replayed()).isFalse();
        assertThat(call.send().hasStatus(500).replayed()).isFalse();
        assertThat(executed()).isEqualTo(before + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unwritable", "unwritable-mono"})
    void answerThatCannotBeWrittenDoesNotLetTheHandlerRunAgain(String shape) {
        int before = executed();
        http.post("/" + shape).key(key).send().hasStatus(500);
        http.post("/" + shape).key(key).send().isProblem(409, "idempotency-result-not-retained");
        assertThat(executed()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden", "hidden-mono"})
    void exceptionHandlerDoesNotHideThatTheAnswerCouldNotBeWritten(String shape) {
        Unwritable handlers = app.bean(Unwritable.class);
        int before = handlers.executed();
        Reply first = http.post("/" + shape + "?refuse=false").key(key).send();
        assertThat(first.hasStatus(503).text()).isEqualTo("come back later");
        http.post("/" + shape + "?refuse=false").key(key).send().isProblem(409, "idempotency-result-not-retained");
        assertThat(handlers.executed()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden", "hidden-mono"})
    void refusalThatAnExceptionHandlerAnswersIsReplayed(String shape) {
        Reply first = http.post("/" + shape + "?refuse=true").key(key).send().hasStatus(404);
        Reply second = http.post("/" + shape + "?refuse=true").key(key).send().hasStatus(404);
        assertThat(second.replayed()).isTrue();
        assertThat(second.body()).isEqualTo(first.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"entity", "future", "mono", "text"})
    void refusalOfTheHandlerIsReplayed(String shape) {
        int before = executed();
        Http.Call call = http.post("/" + shape).key(key).json("{\"account\":\"a\",\"amount\":5,\"end\":\"refuse\"}");
        Reply first = call.send().hasStatus(404);
        Reply second = call.send().hasStatus(404);
        assertThat(second.replayed()).isTrue();
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(executed()).isEqualTo(before + 1);
    }

    @Test
    void conditionThatDidNotHoldIsNotReplayedToOneThatHolds() {
        http.post("/conditional").key(key).send().hasStatus(428);
        Http.Call old = http.post("/conditional").key(key).header("If-Match", "\"0\"");
        old.send().hasStatus(412);
        Http.Call current = http.post("/conditional").key(key).header("If-Match", "\"1\"");
        Reply changed = current.send().hasStatus(200);
        assertThat(changed.replayed()).isFalse();
        assertThat(current.send().body()).isEqualTo(changed.body());
        assertThat(old.send().replayed()).isTrue();
    }

    @Test
    void whatWasNotModifiedForOneClientIsNotReplayedToAnother() {
        http.get("/tagged").key(key).header("If-None-Match", "\"1\"").send().hasStatus(304);
        assertThat(http.get("/tagged").key(key).send().hasStatus(200).text()).startsWith("run");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"account\":\"a\",\"amount\":-1}", "{\"account\":", "[]", "\"text\"", "{\"amount\":\"x\"}"})
    void whatNeverReachesTheHandlerLeavesTheKeyFree(String refused) {
        int before = executed();
        http.post("/entity").key(key).json(refused).send().hasStatus(400);
        assertThat(executed()).isEqualTo(before);
        assertThat(http.post("/entity")
                        .key(key)
                        .json(ORDER)
                        .send()
                        .hasStatus(201)
                        .replayed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"with-headers", "http-entity", "raw"})
    void headersAreNoPartOfTheRequestAndTheBodyIs(String shape) {
        http.post("/" + shape)
                .key(key)
                .header("Accept-Language", "de")
                .json(ORDER)
                .send()
                .hasStatus(200);
        Reply second = http.post("/" + shape)
                .key(key)
                .header("Accept-Language", "en")
                .json(ORDER)
                .send();
        assertThat(second.hasStatus(200).replayed()).isTrue();
        http.post("/" + shape)
                .key(key)
                .json("{\"account\":\"a\",\"amount\":6}")
                .send()
                .isProblem(422, "idempotency-key-reused");
    }

    @Test
    void otherFieldsOfAMultipartFormAreNotTheSameRequest() {
        Reply first = post(multipart("one", "a", "5")).hasStatus(200);
        Reply again = post(multipart("two", "a", "5")).hasStatus(200);
        assertThat(again.replayed()).isTrue();
        assertThat(again.body()).isEqualTo(first.body());
        post(multipart("three", "a", "6")).isProblem(422, "idempotency-key-reused");
        post(multipart("four", "b", "5")).isProblem(422, "idempotency-key-reused");
    }

    private Reply post(UnaryOperator<Http.Call> body) {
        return body.apply(http.post("/form").key(key)).send();
    }

    private static UnaryOperator<Http.Call> multipart(String boundary, String account, String amount) {
        String body = "--B\r\nContent-Disposition: form-data; name=\"account\"\r\n\r\n" + account
                + "\r\n--B\r\nContent-Disposition: form-data; name=\"amount\"\r\n\r\n" + amount + "\r\n--B--\r\n";
        return call -> call.multipart(body.replace("--B", "--" + boundary), boundary);
    }
}
