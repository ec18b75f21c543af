package io.kvkit.spring.intercept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.support.GenericMessage;

/** What a condition that is false leaves out, on methods of every kind; held on every store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConditionContract {

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({KvAutoConfiguration.class, KvOperationAutoConfiguration.class})
    static class App {}

    private final String[] store;
    private ConfigurableApplicationContext context;
    private Exempting shop;
    private String id;

    ConditionContract(String... store) {
        this.store = store;
    }

    @BeforeAll
    void start() {
        context = new SpringApplicationBuilder(App.class, Exempting.class, Deliveries.class)
                .web(WebApplicationType.NONE)
                .properties(store)
                .properties("spring.main.banner-mode=off", "kv.key-prefix=" + UUID.randomUUID())
                .run();
        shop = context.getBean(Exempting.class);
    }

    @AfterAll
    void stop() {
        context.close();
    }

    @BeforeEach
    void newId() {
        id = UUID.randomUUID().toString();
        shop.forgetOutcomes();
    }

    private String pay(boolean dry, String style) {
        return switch (style) {
            case "pay" -> shop.pay(id, dry);
            case "pay-stage" -> shop.payStage(id, dry).join();
            case "pay-mono" -> shop.payMono(id, dry).block();
            case "event" -> shop.event(id, dry);
            case "event-stage" -> shop.eventStage(id, dry).join();
            case "event-mono" -> shop.eventMono(id, dry).block();
            case "limit" -> shop.limit(id, dry);
            case "limit-stage" -> shop.limitStage(id, dry).join();
            case "limit-mono" -> shop.limitMono(id, dry).block();
            default -> throw new IllegalArgumentException(style);
        };
    }

    @Test
    void callsWhoseConditionIsFalseRunEachTimeAndLeaveNothing() {
        for (String style : List.of("pay", "pay-stage", "pay-mono", "event", "event-stage", "event-mono")) {
            int before = shop.calls();
            pay(true, style);
            pay(true, style);
            assertThat(shop.calls()).as(style).isEqualTo(before + 2);
            assertThat(shop.outcomes(style)).containsExactly(style + " SKIPPED", style + " SKIPPED");
            String first = pay(false, style);
            String second = pay(false, style);
            assertThat(second).as(style).isEqualTo(style.startsWith("event") ? null : first);
            pay(true, style);
            assertThat(shop.calls()).as(style).isEqualTo(before + 4);
            assertThat(shop.skipped(style)).isEqualTo(3);
        }
    }

    @Test
    void callWhoseConditionIsFalseNeedsNoKey() {
        assertThat(shop.pay(null, true)).startsWith("call");
        assertThat(shop.event(null, true)).startsWith("call");
        assertThat(shop.limit(null, true)).startsWith("call");
        assertThat(catchThrowable(() -> shop.pay(null, false))).isNotNull();
        assertThat(catchThrowable(() -> shop.event(null, false))).isNotNull();
    }

    @Test
    void callsWhoseConditionIsFalseAreNotCharged() {
        for (String style : List.of("limit", "limit-stage", "limit-mono")) {
            long before = shop.skipped(style);
            pay(true, style);
            pay(true, style);
            pay(false, style);
            Throwable refused = catchThrowable(() -> pay(false, style));
            assertThat(refused instanceof CompletionException wrapped ? wrapped.getCause() : refused)
                    .as(style)
                    .isInstanceOf(RateLimitExceededException.class);
            pay(true, style);
            assertThat(shop.skipped(style)).isEqualTo(before + 3);
        }
    }

    @Test
    void eachOfSeveralLimitsHasItsOwnCondition() {
        assertThat(shop.several(id, true)).startsWith("call");
        assertThat(shop.several(id, false)).startsWith("call");
        assertThat(shop.several(id, false)).isEqualTo("refused");
        assertThat(shop.several(id, true)).startsWith("call");
        assertThat(shop.outcomes("some"))
                .containsExactly("some SKIPPED", "some ALLOWED", "some REFUSED", "some SKIPPED");
        assertThat(shop.outcomes("all")).hasSizeGreaterThan(2).containsOnly("all ALLOWED");
    }

    @Test
    void concurrentCallsWhoseConditionIsFalseTakeNoPlace() {
        CompletableFuture<String> end = new CompletableFuture<>();
        CompletableFuture<String> exempt = shop.seats(id, true, end);
        CompletableFuture<String> seated = shop.seats(id, false, end);
        assertThat(shop.seats(id, true, CompletableFuture.completedFuture("also"))
                        .join())
                .isEqualTo("also");
        assertThat(catchThrowable(() -> shop.seats(id, false, end).join()))
                .hasCauseInstanceOf(RateLimitExceededException.class);
        end.complete("done");
        assertThat(exempt.join() + seated.join()).isEqualTo("donedone");
        assertThat(shop.skipped("seats")).isEqualTo(2);
    }

    @Test
    void limitsOfRatesAndOfConcurrentCallsHaveTheirOwnConditions() {
        CompletableFuture<String> end = new CompletableFuture<>();
        CompletableFuture<String> free = shop.beside(id, true, false, end);
        CompletableFuture<String> seated = shop.beside(id, false, false, end);
        CompletableFuture<String> rated = shop.beside(id, true, true, end);
        assertThat(catchThrowable(() -> shop.beside(id, false, false, end).join()))
                .hasCauseInstanceOf(RateLimitExceededException.class);
        assertThat(catchThrowable(() -> shop.beside(id, true, true, end).join()))
                .hasCauseInstanceOf(RateLimitExceededException.class);
        end.complete("done");
        assertThat(free.join() + seated.join() + rated.join()).isEqualTo("donedonedone");
    }

    private static ConsumerRecord<String, String> consumed(String key, String value, String... headers) {
        ConsumerRecord<String, String> consumed = new ConsumerRecord<>("orders", 0, 0, key, value);
        for (int i = 0; i < headers.length; i += 2) {
            consumed.headers().add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return consumed;
    }

    private int handledBy(Consumer<Deliveries> listener) {
        Deliveries deliveries = context.getBean(Deliveries.class);
        int before = deliveries.handled();
        listener.accept(deliveries);
        return deliveries.handled() - before;
    }

    @Test
    void deliveriesAreKnownByTheirPresets() {
        Map<String, Object> header = Map.of("event-id", id);
        var event = consumed("k", "v", "ce_source", "/orders", "ce_id", id);
        assertThat(handledBy(to -> {
                    to.byKey(consumed(id, "one"));
                    to.byKey(consumed(id, "two"));
                    to.byKey(consumed(id + "2", "two"));
                }))
                .isEqualTo(2);
        assertThat(handledBy(to -> {
                    to.byHeader("one", new GenericMessage<>("one", header)).join();
                    to.byHeader("two", new GenericMessage<>("two", header)).join();
                }))
                .isOne();
        assertThat(handledBy(to -> {
                    to.byCloudEvent(event).block();
                    to.byCloudEvent(event).block();
                }))
                .isOne();
        assertThat(handledBy(to -> {
                    assertThat(catchThrowable(() -> to.byKey(consumed(null, "v"))))
                            .isInstanceOf(KvKeyException.class)
                            .hasMessageContaining("@DedupeEvent(preset) on ");
                    assertThat(catchThrowable(() ->
                                    to.byHeader("v", new GenericMessage<>("v")).join()))
                            .hasCauseInstanceOf(KvKeyException.class);
                }))
                .isZero();
    }

    @Test
    void eventsWithoutAnIdAreKnownByTheirContent() {
        assertThat(handledBy(to -> {
                    to.byContent(Map.of("id", id, "amount", 1), 1);
                    to.byContent(new TreeMap<>(Map.of("amount", 1.0, "id", id)), 2);
                    to.byContent(Map.of("id", id, "amount", 2), 1);
                }))
                .isEqualTo(2);
        assertThat(handledBy(to -> {
                    to.byPayload("one", id.getBytes(StandardCharsets.UTF_8));
                    to.byPayload("two", id.getBytes(StandardCharsets.UTF_8));
                }))
                .isOne();
        assertThat(handledBy(to -> {
                    to.byRecord(consumed(id, null));
                    to.byRecord(consumed(id, "null"));
                    to.byRecord(consumed(id, null));
                    to.byRecord(consumed(null, id));
                }))
                .isEqualTo(3);
        assertThat(catchThrowable(() -> handledBy(to -> to.byContent(null, 1)))).isInstanceOf(KvKeyException.class);
    }

    @Test
    void conditionThatFailsDoesNotLetACallRunUnguarded() {
        int before = shop.calls();
        assertThatExceptionOfType(KvExpressionException.class).isThrownBy(() -> shop.unknown(id, null));
        assertThat(shop.calls()).isEqualTo(before);
        shop.unknown(id, true);
        shop.unknown(id, true);
        assertThat(shop.calls()).isEqualTo(before + 1);
    }
}
