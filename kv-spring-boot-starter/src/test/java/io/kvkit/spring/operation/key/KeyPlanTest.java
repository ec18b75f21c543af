package io.kvkit.spring.operation.key;

import static io.kvkit.spring.operation.key.KeyFixture.ALICE;
import static io.kvkit.spring.operation.key.KeyFixture.id;
import static io.kvkit.spring.operation.key.KeyFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.KvKeyException.Reason;
import io.kvkit.spring.cached.InvalidateOperation;
import io.kvkit.spring.cached.UpdateOperation;
import io.kvkit.spring.dedupe.DedupeOperation;
import io.kvkit.spring.idempotent.IdempotentOperation;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.expression.Client;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.key.KeyFixture.Customer;
import io.kvkit.spring.operation.key.KeyFixture.Hidden;
import io.kvkit.spring.operation.key.KeyFixture.Keys;
import io.kvkit.spring.operation.key.KeyFixture.Order;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;

class KeyPlanTest {

    @Test
    void theDefaultKeyIsAllArguments() {
        assertThat(id("nothing")).isEqualTo("[]");
        assertThat(id("one", 7L)).isEqualTo("7");
        assertThat(id("several", "a", 1, Optional.of("b"))).isEqualTo("[a,1,b]");
        assertThat(id("several", "a", null, Optional.empty())).isEqualTo("[a,\\0,\\0]");
        assertThat(id("array", (Object) new String[] {"x", "y"})).isEqualTo("[x,y]");
    }

    @Test
    void onlyThePrincipalOfTheScopeTakesNoPartInTheDefaultKey() {
        assertThat(id("media", 7L, MediaType.APPLICATION_PDF, Locale.GERMANY)).isEqualTo("[7,application/pdf,de-DE]");
        assertThat(id(ALICE, "principal", new Object(), 7L)).isEqualTo("alice|7");
    }

    @Test
    void aSingleExpressionAndTheDefaultKeyOfOneArgumentMeet() {
        UUID uuid = UUID.randomUUID();
        assertThat(id("named", uuid)).isEqualTo(id("byPosition", uuid)).isEqualTo(uuid.toString());
        assertThat(id("named", 7L)).isEqualTo(id("one", 7L));
        assertThat(id("composite", "a", 1)).isEqualTo("[a,1]");
        assertThat(id("byArgument", "a", "b")).isEqualTo("b");
    }

    @Test
    void partsOfCompositesDoNotRunTogether() {
        assertThat(id("composite", "a:b", "c")).isNotEqualTo(id("composite", "a", "b:c"));
        assertThat(id("composite", "a,b", "c")).isNotEqualTo(id("composite", "a", "b,c"));
        assertThat(id("composite", "a", "b")).isNotEqualTo(id("named", "[a,b]"));
    }

    @Test
    void propertiesAreReadThroughGettersAndRecords() {
        assertThat(id("property", new Order(new Customer(7, "eu")))).isEqualTo("7");
        assertThat(id("hidden", new Hidden(7, "a,b"))).isEqualTo("[7,a\\,b]");
    }

    @Test
    void nullBeforeAPropertyFailsWithMethodAttributeAndExpression() {
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(() -> id("property", new Order(null)))
                .withMessage("@Cached(key = \"#order.customer.id\") on " + Keys.class.getName()
                        + ".property(Order) failed: there is null before .id");
        assertThatExceptionOfType(KvExpressionException.class).isThrownBy(() -> id("property", new Object[] {null}));
    }

    @Test
    void aThrowingGetterFailsWithoutItsMessage() {
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(() -> id("broken", new Order(null)))
                .withMessage("@Cached(key = \"#order.broken\") on " + Keys.class.getName()
                        + ".broken(Order) failed with IllegalStateException")
                .withCauseInstanceOf(IllegalStateException.class)
                .satisfies(failure -> assertThat(failure.attribute()).isEqualTo("key"))
                .satisfies(failure -> assertThat(failure.expression()).isEqualTo("#order.broken"));
    }

    @Test
    void spelIsEvaluatedWhereItIsNeeded() {
        assertThat(id("spel", 7L)).isEqualTo("7:spel");
        assertThat(id("bean", 7L)).isEqualTo("eu");
        assertThat(id("bean", 700L)).isEqualTo("us");
        assertThat(id("constant", 7L)).isEqualTo("all");
        assertThat(id("selection", List.of(1, 2, 3))).isEqualTo("[2,3]");
        assertThat(id("index", Map.of("id", 7))).isEqualTo("7");
        assertThat(id("type", -7L)).isEqualTo("7");
        assertThat(id("map", 7L)).isEqualTo("\\m[[id,7],[kind,a]]");
        assertThat(id("safe", new Customer(7, "eu"))).isEqualTo("7");
    }

    @Test
    void aFailingExpressionIsToldWithoutValues() {
        assertThatExceptionOfType(KvExpressionException.class)
                .isThrownBy(() -> id("bean", -77L))
                .withMessage("@Cached(key = \"@regions.of(#id)\") on " + Keys.class.getName()
                        + ".bean(long) failed with IllegalStateException");
    }

    @Test
    void nullIsAKeyOfACacheWhereverItStands() {
        String missing = id("named", new Object[] {null});
        assertThat(missing).isNotEqualTo(id("named", "\\0")).isNotEqualTo(id("named", "null"));
        assertThat(id("one", new Object[] {null})).isEqualTo(missing);
        assertThat(id("safe", new Object[] {null})).isEqualTo(missing);
        assertThat(id("named", Optional.empty())).isEqualTo(missing);
        assertThat(id("composite", "a", null)).isEqualTo("[a,\\0]").isNotEqualTo(id("composite", "a", "\\0"));
        Operations change = Sources.operations(Keys.class, "change");
        Invocation call = Sources.call(Keys.class, "change", new Object[] {null});
        assertThat(change.all(InvalidateOperation.class).get(0).key().id(call)).isEqualTo(missing);
        assertThat(change.all(UpdateOperation.class).get(0).key().id(call)).isEqualTo(missing);
    }

    @Test
    void nullIdentifiesNoClientAndNoEvent() {
        KeyPlan limit = Sources.operations(Keys.class, "limitedById")
                .all(RateLimitedOperation.class)
                .get(0)
                .key();
        assertThatExceptionOfType(KvKeyException.class)
                .isThrownBy(() -> limit.id(Sources.call(Keys.class, "limitedById", new Object[] {null})))
                .withMessage("@RateLimited(key) on " + Keys.class.getName()
                        + ".limitedById(String): the key, or a part of it, is null or blank (#id)")
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NULL));
        KeyPlan event = Objects.requireNonNull(
                        Sources.operations(Keys.class, "event").only(DedupeOperation.class))
                .key();
        assertThat(event.id(Sources.call(Keys.class, "event", "a", "b"))).isEqualTo("[a,b]");
        assertThatExceptionOfType(KvKeyException.class)
                .isThrownBy(() -> event.id(Sources.call(Keys.class, "event", "a", null)))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NULL));
    }

    @Test
    void nullIsNoIdempotencyKeyButCanBeCompared() {
        IdempotentOperation once =
                Objects.requireNonNull(Sources.operations(Keys.class, "once").only(IdempotentOperation.class));
        Invocation call = Sources.call(Keys.class, "once", "a", null);
        assertThat(once.key().idIfPresent(call)).isNull();
        assertThat(once.key().idIfPresent(Sources.call(Keys.class, "once", "a", "b")))
                .isEqualTo("[a,b]");
        assertThat(Objects.requireNonNull(once.fingerprint()).id(call)).isEqualTo("\\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u00a0", "\u200b", "\ufeff", "\u0000"})
    void aBlankIdIdentifiesNoCallNoClientAndNoEvent(String blank) {
        Operations once = Sources.operations(Keys.class, "once");
        KeyPlan idempotent =
                Objects.requireNonNull(once.only(IdempotentOperation.class)).key();
        assertThat(idempotent.idIfPresent(Sources.call(Keys.class, "once", blank, "b")))
                .isNull();
        KeyPlan event = Objects.requireNonNull(
                        Sources.operations(Keys.class, "event").only(DedupeOperation.class))
                .key();
        assertMissing(event, Sources.call(Keys.class, "event", "a", blank));
        KeyPlan limit = Sources.operations(Keys.class, "limitedById")
                .all(RateLimitedOperation.class)
                .get(0)
                .key();
        assertMissing(limit, Sources.call(Keys.class, "limitedById", blank));
        assertThat(id("named", blank)).as("a cache's key").isNotEqualTo(id("named", new Object[] {null}));
    }

    private static void assertMissing(KeyPlan plan, Invocation call) {
        assertThat(plan.idIfPresent(call)).isNull();
        assertThatExceptionOfType(KvKeyException.class)
                .isThrownBy(() -> plan.id(call))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NULL));
    }

    @Test
    void aKeyWithoutTextIsRefusedWithItsClass() {
        KvKeyException refusal = refusal(Client.NONE, "named", new Object());
        assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED);
        assertThat(refusal)
                .hasMessage(
                        "@Cached(key) on " + Keys.class.getName() + ".named(Object): the key holds java.lang.Object,"
                                + " which has no text of its own. Name what identifies it, as in key = \"#order.id\", or define"
                                + " a KvKeyText bean for it");
    }

    @Test
    void halfASurrogatePairIsRefused() {
        assertThat(refusal(Client.NONE, "named", "a\ud83d").reason()).isEqualTo(Reason.MALFORMED);
        assertThat(id("named", "a\ud83d\ude00")).isEqualTo("a\ud83d\ude00");
    }

    @Test
    void theResultIsSeenWithoutItsOptional() {
        KeyPlan plan = Sources.operations(Keys.class, "update")
                .all(UpdateOperation.class)
                .get(0)
                .key();
        Invocation call = Sources.call(Keys.class, "update");
        assertThat(plan.id(call, Optional.of(new Customer(7, "eu")))).isEqualTo("7");
        assertThat(plan.id(call, new Customer(7, "eu"))).isEqualTo("7");
    }

    @Test
    void manyThreadsGetTheSameIds() {
        KeyPlan plan = Sources.cached(Keys.class, "spel").key();
        List<String> ids = Arrays.asList(new String[1000]);
        IntStream.range(0, 1000)
                .parallel()
                .forEach(i -> ids.set(i, plan.id(Sources.call(Keys.class, "spel", (long) i))));
        assertThat(ids).startsWith("0:spel", "1:spel").doesNotHaveDuplicates().doesNotContainNull();
    }
}
