package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.OnceEvent.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What presets promise: the id of the sender is the identity, and only what the sender has signed is handled. */
abstract class WebhooksHttpContract extends HttpContract {

    private static final String UNSIGNED = "event-signature-invalid";

    private Signing signing;
    private int before;

    WebhooksHttpContract(Stack stack) {
        super(
                stack,
                List.of(Webhooks.class, stack.servlet() ? WebhooksToServlets.class : WebhooksToWebFlux.class),
                "kv.idempotency.max-request-size=2KB",
                "kv.dedupe.consumers.stripe.secret=" + Signing.STRIPE,
                "kv.dedupe.consumers.github.secret=" + Signing.GITHUB,
                "kv.dedupe.consumers.stream.secret=" + Signing.GITHUB,
                "kv.dedupe.consumers.reader.secret=" + Signing.GITHUB,
                "kv.dedupe.consumers.fields.secret=" + Signing.GITHUB,
                "kv.dedupe.consumers.keyed.secret=" + Signing.GITHUB,
                "kv.dedupe.consumers.disabled.secret=" + Signing.GITHUB,
                "kv.dedupe.consumers.disabled.enabled=false",
                "kv.dedupe.consumers.standard.secret=" + Signing.STANDARD,
                "kv.dedupe.consumers.svix.secret=" + Signing.STANDARD,
                "kv.dedupe.consumers.shopify.secret[0]=shpss_old",
                "kv.dedupe.consumers.shopify.secret[1]=" + Signing.SHOPIFY,
                "kv.dedupe.consumers.slack.secret=" + Signing.SLACK);
    }

    @BeforeEach
    void sign() {
        signing = new Signing(http, key);
        before = handled();
        app.bean(Webhooks.class).outcomes().clear();
    }

    private int handled() {
        return app.bean(Webhooks.class).handled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "github", "standard", "svix", "shopify", "slack"})
    void signedEventIsHandledOnce(String sender) {
        assertThat(signing.event(sender).send().hasStatus(200).text()).isNotEqualTo("duplicate");
        assertThat(signing.later(1).event(sender).send().hasStatus(200).text()).isEqualTo("duplicate");
        assertThat(handled()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stripe", "github", "standard", "svix", "shopify", "slack"})
    void forgedEventIsRefusedAndLeavesNoRecord(String sender) {
        String body = "{\"id\":\"" + key + "\",\"event_id\":\"" + key + "\"}";
        Reply refused = signing.event(sender, body, body + " ").send().isProblem(401, UNSIGNED);
        assertThat(refused.text()).contains("\"retryable\":false").doesNotContain(key, "wrong", "expired");
        assertThat(handled()).isEqualTo(before);
        assertThat(app.bean(Webhooks.class).outcomes()).containsExactly(Outcome.SIGNATURE_WRONG);
        assertThat(signing.event(sender, body, body).send().hasStatus(200).text())
                .isNotEqualTo("duplicate");
        assertThat(handled()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource({"stripe,-400", "stripe,400", "standard,-400", "svix,400", "slack,-400", "slack,400"})
    void oldAndFutureEventsAreRefused(String sender, long later) {
        signing.later(later).event(sender).send().isProblem(401, UNSIGNED);
        assertThat(app.bean(Webhooks.class).outcomes()).containsExactly(Outcome.SIGNATURE_EXPIRED);
        assertThat(handled()).isEqualTo(before);
    }

    @Test
    void refusalsAreTheSameForAllReasons() {
        Reply missing = http.post("/webhooks/github").json("{}").send().isProblem(401, UNSIGNED);
        Reply malformed = http.post("/webhooks/github")
                .json("{}")
                .header("X-Hub-Signature-256", "sha1=" + key)
                .send()
                .isProblem(401, UNSIGNED);
        assertThat(malformed.text()).isEqualTo(missing.text());
        assertThat(app.bean(Webhooks.class).outcomes())
                .containsExactly(Outcome.SIGNATURE_MISSING, Outcome.SIGNATURE_MALFORMED);
    }

    @Test
    void signedEventWithoutAnIdIsRefused() {
        signing.event("stripe", "{}", "{}").send().isProblem(400, "key-missing");
        signing.event("stripe", "{\"id\":7}", "{\"id\":7}").send().isProblem(400, "key-invalid");
        signing.event("slack", "[]", "[]").send().isProblem(400, "key-invalid");
        http.post("/webhooks/unsigned").json("{\"id\":\" \"}").send().isProblem(400, "key-missing");
        assertThat(handled()).isEqualTo(before);
    }

    @Test
    void formIsVerifiedAndReadable() {
        String form = "command=%2Fpay&text=10+%E2%82%AC&trigger_id=" + key;
        Http.Call call =
                signing.slack(http.post("/webhooks/slack").body("application/x-www-form-urlencoded", form), form);
        assertThat(call.send().hasStatus(200).text()).isEqualTo("/pay 10 €");
        assertThat(call.send().hasStatus(200).text()).isEqualTo("duplicate");
        signing.slack(http.post("/webhooks/slack").body("application/x-www-form-urlencoded", form), form + "&a=1")
                .send()
                .isProblem(401, UNSIGNED);
    }

    @Test
    void challengeOfSlackReachesItsHandler() {
        String challenge = "{\"type\":\"url_verification\",\"challenge\":\"" + key + "\"}";
        signing.event("slack", challenge, challenge).send().hasStatus(200);
        assertThat(handled()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "stream,application/json,{}",
        "reader,text/plain,Käse",
        "stream,application/x-www-form-urlencoded,a=1&b=2",
        "fields,application/x-www-form-urlencoded,a=1&b=2"
    })
    void bodyIsReadableHoweverTheHandlerReadsIt(String path, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Http.Call right = signing.github(http.post("/webhooks/" + path).body(type, bytes), bytes);
        assertThat(right.send().hasStatus(200).text()).isEqualTo(path.equals("fields") ? "12" : body);
        signing.github(http.post("/webhooks/" + path).body(type, bytes), new byte[0])
                .send()
                .isProblem(401, UNSIGNED);
        assertThat(handled()).isEqualTo(before + 1);
    }

    @Test
    void bytesOfAnotherCharsetAreVerifiedAsTheyWereSent() {
        byte[] latin = "Käse".getBytes(StandardCharsets.ISO_8859_1);
        Http.Call call =
                signing.github(http.post("/webhooks/github").body("text/plain;charset=ISO-8859-1", latin), latin);
        assertThat(call.send().hasStatus(200).text()).isEqualTo("Käse");
    }

    @Test
    void emptyAndChunkedBodiesAreVerified() {
        signing.github(http.post("/webhooks/github"), new byte[0]).send().hasStatus(200);
        byte[] body = "chunked".getBytes(StandardCharsets.UTF_8);
        Signing other = new Signing(http, key + "2");
        assertThat(other.github(http.post("/webhooks/github").chunked("text/plain", body), body)
                        .send()
                        .hasStatus(200)
                        .text())
                .isEqualTo("chunked");
        http.post("/webhooks/github").send().isProblem(401, UNSIGNED);
        assertThat(handled()).isEqualTo(before + 2);
    }

    @Test
    void bodyAboveTheLimitIsRefused() {
        byte[] most = "x".repeat(2048).getBytes(StandardCharsets.UTF_8);
        byte[] more = "x".repeat(2049).getBytes(StandardCharsets.UTF_8);
        signing.github(http.post("/webhooks/github").body("text/plain", more), more)
                .send()
                .isProblem(413, "idempotency-request-too-large");
        signing.github(http.post("/webhooks/github").chunked("text/plain", more), more)
                .send()
                .isProblem(413, "idempotency-request-too-large");
        assertThat(handled()).isEqualTo(before);
        signing.github(http.post("/webhooks/github").body("text/plain", most), most)
                .send()
                .hasStatus(200);
    }

    @Test
    void signatureIsVerifiedEvenIfDuplicatesAreNotRecognised() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        http.post("/webhooks/disabled").json("{}").send().isProblem(401, UNSIGNED);
        assertThat(handled()).isEqualTo(before);
        for (int i = 0; i < 2; i++) {
            signing.github(http.post("/webhooks/disabled").json("{}"), body)
                    .send()
                    .hasStatus(200);
        }
        assertThat(handled()).isEqualTo(before + 2);
    }

    @Test
    void keyReplacesTheIdOfAPreset() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        for (String user : List.of("ada", "ada", "bob")) {
            signing.github(http.post("/webhooks/keyed").json("{}"), body)
                    .header("X-Own", key)
                    .user(user)
                    .send()
                    .hasStatus(200);
        }
        assertThat(handled()).isEqualTo(before + 2);
        http.post("/webhooks/keyed").json("{}").header("X-Own", key).send().isProblem(401, UNSIGNED);
    }

    @Test
    void presetWithoutASecretVerifiesNothing() {
        String body = "{\"id\":\"" + key + "\"}";
        assertThat(http.post("/webhooks/unsigned").json(body).send().text()).isEqualTo(body);
        assertThat(http.post("/webhooks/unsigned").json(body).send().text()).isEqualTo("duplicate");
    }

    @Test
    void headerOfTheRequestIsTheId() {
        for (String user : List.of("ada", "ada", "bob")) {
            http.post("/webhooks/header")
                    .json("{}")
                    .header("X-Event-Id", key)
                    .user(user)
                    .send()
                    .hasStatus(200);
        }
        assertThat(handled()).isEqualTo(before + 2);
        http.post("/webhooks/header").json("{}").send().isProblem(400, "key-missing");
        http.post("/webhooks/header")
                .json("{}")
                .header("X-Event-Id", "a")
                .header("X-Event-Id", "b")
                .send()
                .isProblem(400, "key-invalid");
    }

    @Test
    void eventWithoutAnIdIsKnownByItsContent() {
        String path = "/webhooks/content";
        String event = "{\"paid\":\"" + key + "\",\"amount\":1}";
        assertThat(http.post(path).json(event).send().text()).isEqualTo(event);
        String sameValue = "{\"amount\": 1.0, \"paid\": \"" + key + "\"}";
        assertThat(http.post(path).json(sameValue).send().text()).isEqualTo("duplicate");
        http.post(path).json(event.replace("1}", "2}")).send().hasStatus(200);
        http.post(path + "?shop=2").json(event).send().hasStatus(200);
        http.post(path).body("text/plain", event).send().hasStatus(200);
        assertThat(handled()).isEqualTo(before + 4);
        http.post(path).send().isProblem(400, "key-missing");
    }

    @Test
    void cloudEventIsTheSameInBothModes() {
        Http.Call binary = http.post("/webhooks/cloudevents")
                .json("{}")
                .header("ce-specversion", "1.0")
                .header("ce-source", "/orders")
                .header("ce-id", key);
        Http.Call structured = http.post("/webhooks/cloudevents")
                .body(
                        "application/cloudevents+json",
                        "{\"specversion\":\"1.0\",\"source\":\"/orders\",\"id\":\"" + key + "\"}");
        assertThat(binary.send().hasStatus(200).text()).isEqualTo("{}");
        assertThat(structured.send().hasStatus(200).text()).isEqualTo("duplicate");
        http.post("/webhooks/cloudevents").json("{}").send().isProblem(400, "key-missing");
        assertThat(handled()).isEqualTo(before + 1);
    }
}
