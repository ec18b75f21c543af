package io.kvkit.spring.dedupe;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.recipe.once.InProgress;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvExpressionException.Reason;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.dedupe.DedupeProperties.Consumer;
import io.kvkit.spring.intercept.ContextArgument;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.AttemptTerms;
import io.kvkit.spring.operation.ConstantKeys;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.LeasedTimes;
import io.kvkit.spring.operation.ReturnRules;
import io.kvkit.spring.operation.attribute.Attributes;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import io.kvkit.spring.operation.type.ReturnShape;
import org.jspecify.annotations.Nullable;

/** Parses {@code @DedupeEvent}. */
final class DedupeParser {

    private static final AttemptTerms<Consumer, DedupeEvent.Abandoned> ATTEMPTS =
            new AttemptTerms<>(Consumer::onAbandoned, Consumer::maxAttempts, Consumer::maxRunTime);

    private final AreaSettings<Consumer> area;

    DedupeParser(AreaSettings<Consumer> area) {
        this.area = area;
    }

    DedupeOperation parse(Declaration declaration) {
        Attributes attributes = declaration.attributes();
        String name = attributes.nameOr(declaration.defaultName());
        Layers<Consumer> layers = new Layers<>(declaration.site(), area, name);
        ReturnRules.requireOneValue(declaration);
        ContextArgument.check(declaration, Listener.callerOf(declaration.site()));
        BatchPlan batch = BatchRules.read(declaration);
        Declaration each = batch == null ? declaration : batch.single();
        Origin origin = Origin.read(each, layers);
        KeyPlan key = key(each, origin);
        if (batch == null) {
            AcknowledgeRules.requireAcknowledged(declaration);
        }
        return new DedupeOperation(
                declaration.site(),
                name,
                declaration.named(),
                area.enabled() && layers.value(Consumer::enabled, null, true),
                declaration.returns(),
                declaration.controller(),
                origin,
                key,
                each.condition(Sees.ARGUMENTS),
                batch,
                settings(layers, attributes, declaration.controller() ? InProgress.REJECT : InProgress.WAIT),
                duplicateResult(declaration));
    }

    private static KeyPlan key(Declaration declaration, Origin origin) {
        Attributes attributes = declaration.attributes();
        String scope = attributes.text("scope");
        String key = origin.source() == null
                ? attributes.required("key", "Write what identifies the event, as in key = \"#event.id\"")
                : "";
        if (origin.source() != null) {
            return declaration.keys().ofElsewhere("preset", scope);
        }
        ConstantKeys.refuse(declaration, key);
        return declaration.keys().of("key", key, scope, Sees.ARGUMENTS, Nulls.MISSING);
    }

    /**
     * Returns the settings of a consumer.
     *
     * @param own the attributes of its annotation; null for a name that no annotation has
     * @param inProgress the default reaction to a delivery whose event is being handled
     */
    static OnceSettings settings(Layers<Consumer> layers, @Nullable Attributes own, InProgress inProgress) {
        OnceSettings builtIn = OnceSettings.DEDUPE;
        LeasedTimes times = LeasedTimes.of(
                layers, Consumer::ttl, Consumer::lease, own, new LeasedTimes(builtIn.ttl(), builtIn.lease()));
        OnceSettings settings = OnceSettings.dedupe(
                times.lease(),
                times.ttl(),
                layers.constant(
                        Consumer::inProgress,
                        own == null ? null : own.constant("inProgress", DedupeEvent.InProgress.class),
                        inProgress),
                layers.constant(
                        Consumer::onStoreFailure,
                        own == null ? null : own.constant("onStoreFailure", DedupeEvent.StoreFailure.class),
                        builtIn.onStoreFailure()));
        return ATTEMPTS.apply(layers, own, DedupeEvent.Abandoned.class, settings)
                .withCompactFor(compactFor(layers, own));
    }

    private static int compactFor(Layers<Consumer> layers, @Nullable Attributes own) {
        Integer written = own == null ? null : own.number("compactFor");
        if (written != null && written < 0) {
            throw layers.error(
                    "compactFor",
                    written,
                    "it is negative",
                    "Write about how many events are remembered at a time, or 0 for a record for each event");
        }
        return layers.value(Consumer::compactFor, written, 0);
    }

    private static @Nullable ValuePlan duplicateResult(Declaration declaration) {
        String text = declaration.attributes().text("duplicateResult");
        ReturnShape returns = declaration.returns();
        if (!text.isEmpty() && returns.isVoid()) {
            throw declaration
                    .site()
                    .error("duplicateResult", text, "the method returns nothing", "Remove it, or return a value");
        }
        if (text.isEmpty() && returns.isNeverNull()) {
            throw declaration
                    .site()
                    .error(
                            "duplicateResult",
                            null,
                            "it is required, because the method returns "
                                    + returns.carrier().getSimpleName() + " and never null",
                            "Write what a duplicate gets, as in duplicateResult = \"0\"");
        }
        if (text.isEmpty()) {
            return null;
        }
        ValuePlan plan = declaration.expressions().value("duplicateResult", text, Sees.ARGUMENTS, returns.rawType());
        return returns.isNeverNull() ? neverNull(declaration.site(), text, plan) : plan;
    }

    private static ValuePlan neverNull(OperationSite site, String text, ValuePlan plan) {
        return (call, none) -> {
            Object value = plan.value(call, none);
            if (value == null) {
                throw new KvExpressionException(
                        site,
                        "duplicateResult",
                        text,
                        Reason.VALUE,
                        "is null, but the method never returns null",
                        null);
            }
            return value;
        };
    }
}
