package io.kvkit.spring.dedupe.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.KvKeyException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the ids of events are, and what is no id. */
class EventIdsTest {

    private static final String STRUCTURED = "application/cloudevents+json; charset=UTF-8";

    private static Object id(Preset preset, TestEvent event) {
        return Objects.requireNonNull(Sender.of(preset)).ids().id(event);
    }

    private static Reason refusal(Preset preset, TestEvent event) {
        NoEventIdException refused = catchThrowableOfType(NoEventIdException.class, () -> id(preset, event));
        return refused == null ? null : refused.reason();
    }

    @ParameterizedTest
    @CsvSource({
        "GITHUB, X-GitHub-Delivery",
        "SHOPIFY, X-Shopify-Webhook-Id",
        "STANDARD_WEBHOOKS, webhook-id",
        "SVIX, svix-id",
        "SVIX, webhook-id"
    })
    void headerIsTheId(Preset preset, String header) {
        TestEvent event = TestEvent.of("");
        assertThat(id(preset, event.with(header, " b54557e4-bdf0 "))).isEqualTo("b54557e4-bdf0");
        assertThat(refusal(preset, event)).isEqualTo(Reason.NULL);
        assertThat(refusal(preset, event.with(header, ""))).isEqualTo(Reason.NULL);
        assertThat(refusal(preset, event.with(header, " \t"))).isEqualTo(Reason.NULL);
        assertThat(refusal(preset, event.with(header, "a", "a"))).isEqualTo(Reason.MALFORMED);
        assertThat(refusal(preset, event.with(header, "a\u0000b"))).isEqualTo(Reason.MALFORMED);
        assertThat(refusal(preset, event.with(header, "ä"))).isEqualTo(Reason.MALFORMED);
        assertThat(refusal(preset, event.with(header, "a".repeat(1025)))).isEqualTo(Reason.MALFORMED);
        assertThat(id(preset, event.with(header, "a".repeat(1024)))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"STRIPE, id", "SLACK, event_id"})
    void memberOfTheBodyIsTheId(Preset preset, String member) {
        String rest = ",\"type\":\"event_callback\",\"data\":{\"" + member + "\":\"inner\"}}";
        assertThat(id(preset, TestEvent.of("{\"" + member + "\":\"evt_1\"" + rest)))
                .isEqualTo("evt_1");
        for (String missing : List.of("null", "\"\"", "\" \"")) {
            assertThat(refusal(preset, TestEvent.of("{\"" + member + "\":" + missing + rest)))
                    .as(missing)
                    .isEqualTo(Reason.NULL);
        }
        assertThat(refusal(preset, TestEvent.of("{\"other\":1" + rest))).isEqualTo(Reason.NULL);
        for (String wrong : List.of("1", "true", "{}", "[\"evt_1\"]", "\"a\\nb\"")) {
            assertThat(refusal(preset, TestEvent.of("{\"" + member + "\":" + wrong + rest)))
                    .as(wrong)
                    .isEqualTo(Reason.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"evt_1\"",
                "[{\"id\":\"evt_1\"}]",
                "{\"id\":\"evt_1\"",
                "{\"id\":\"evt_1\"} {}",
                "{\"id\":\"evt_1\",\"id\":\"evt_2\"}",
                "id=evt_1"
            })
    void bodyThatIsNotOneObjectIsMalformed(String body) {
        assertThat(refusal(Preset.STRIPE, TestEvent.of(body))).isEqualTo(Reason.MALFORMED);
        assertThat(refusal(Preset.SLACK, TestEvent.of(body))).isEqualTo(Reason.MALFORMED);
        assertThat(refusal(Preset.CLOUDEVENTS, TestEvent.of(body).with("Content-Type", STRUCTURED)))
                .isEqualTo(Reason.MALFORMED);
    }

    @Test
    void bodyMayHaveTheCharsetsOfJson() {
        String body = "{\"id\":\"evt_ä\"}";
        assertThat(id(Preset.STRIPE, TestEvent.of(body))).isEqualTo("evt_ä");
        assertThat(id(Preset.STRIPE, TestEvent.of("").withBody(body.getBytes(StandardCharsets.UTF_16BE))))
                .isEqualTo("evt_ä");
        assertThat(refusal(Preset.STRIPE, TestEvent.of("").withBody(body.getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @EnumSource(names = {"STRIPE", "SLACK"})
    void bodyThatOtherCodeHasReadIsMalformed(Preset preset) {
        assertThat(refusal(preset, TestEvent.of("").withBody((byte[]) null))).isEqualTo(Reason.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"url_verification\",\"challenge\":\"c1\"}",
                "{\"type\":\"app_rate_limited\",\"minute_rate_limited\":1518467820}"
            })
    void whatSlackSendsWithoutAnIdIsKnownByItsBody(String body) {
        Object one = id(Preset.SLACK, TestEvent.of(body));
        assertThat(id(Preset.SLACK, TestEvent.of(body))).isEqualTo(one);
        assertThat(id(Preset.SLACK, TestEvent.of(body.replace('1', '2')))).isNotEqualTo(one);
    }

    @Test
    void formOfSlackIsKnownByItsBody() {
        TestEvent form = TestEvent.of("trigger_id=1").with("Content-Type", "Application/x-www-form-urlencoded");
        assertThat(id(Preset.SLACK, form)).isEqualTo(id(Preset.SLACK, form));
        assertThat(id(Preset.SLACK, form.withBody("trigger_id=2"))).isNotEqualTo(id(Preset.SLACK, form));
        assertThat(refusal(Preset.SLACK, form.withBody(""))).isEqualTo(Reason.NULL);
        assertThat(refusal(Preset.SLACK, TestEvent.of("{\"type\":null}"))).isEqualTo(Reason.NULL);
    }

    @Test
    void cloudEventIsKnownBySourceAndIdInBothModes() {
        TestEvent binary = TestEvent.of("anything")
                .with("Content-Type", "application/json")
                .with("ce-source", "/orders%20eu")
                .with("ce-id", "1%2C2");
        TestEvent structured = TestEvent.of("{\"specversion\":\"1.0\",\"source\":\"/orders eu\",\"id\":\"1,2\"}")
                .with("Content-Type", STRUCTURED);
        assertThat(id(Preset.CLOUDEVENTS, binary)).isEqualTo(List.of("/orders eu", "1,2"));
        assertThat(id(Preset.CLOUDEVENTS, structured)).isEqualTo(List.of("/orders eu", "1,2"));
        assertThat(id(Preset.CLOUDEVENTS, binary.with("Content-Type"))).isEqualTo(List.of("/orders eu", "1,2"));
    }

    @Test
    void cloudEventWithoutSourceOrIdIsRefused() {
        TestEvent binary = TestEvent.of("{}").with("ce-source", "/orders").with("ce-id", "1");
        assertThat(refusal(Preset.CLOUDEVENTS, binary.with("ce-id"))).isEqualTo(Reason.NULL);
        assertThat(refusal(Preset.CLOUDEVENTS, binary.with("ce-source"))).isEqualTo(Reason.NULL);
        assertThat(refusal(Preset.CLOUDEVENTS, binary.with("ce-id", "%20"))).isEqualTo(Reason.NULL);
        assertThat(refusal(Preset.CLOUDEVENTS, binary.with("ce-id", "%zz"))).isEqualTo(Reason.MALFORMED);
        assertThat(refusal(Preset.CLOUDEVENTS, binary.with("ce-id", "%0a1"))).isEqualTo(Reason.MALFORMED);
        assertThat(refusal(Preset.CLOUDEVENTS, binary.with("ce-id", "%FF"))).isEqualTo(Reason.MALFORMED);
        assertThat(refusal(Preset.CLOUDEVENTS, binary.with("ce-id", "%C3"))).isEqualTo(Reason.MALFORMED);
        assertThat(id(Preset.CLOUDEVENTS, binary.with("ce-id", "%C3%a4"))).isEqualTo(List.of("/orders", "ä"));
        for (String body : List.of("{\"id\":\"1\"}", "{\"source\":\"/orders\"}")) {
            assertThat(refusal(Preset.CLOUDEVENTS, TestEvent.of(body).with("Content-Type", STRUCTURED)))
                    .isEqualTo(Reason.NULL);
        }
    }

    @Test
    void batchOfCloudEventsIsRefused() {
        TestEvent batch = TestEvent.of("[]").with("Content-Type", "application/cloudevents-batch+json");
        assertThat(refusal(Preset.CLOUDEVENTS, batch)).isEqualTo(Reason.MALFORMED);
    }
}
