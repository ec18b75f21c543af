package io.kvkit.spring.operation;

import io.kvkit.annotation.DedupeEvent.InProgress;
import io.kvkit.annotation.DedupeEvent.StoreFailure;
import io.kvkit.spring.operation.Expressions.Sees;
import io.kvkit.spring.operation.KeyText.Nulls;
import io.kvkit.spring.operation.OperationSettings.Area;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes operations of {@code @DedupeEvent}. */
final class DedupeParser {

    private static final LeasedTimes TIMES = new LeasedTimes(Duration.ofDays(7), Duration.ofSeconds(30));

    private final Area<DedupeSettings> area;
    private final boolean enabled;

    DedupeParser(Area<DedupeSettings> area, boolean enabled) {
        this.area = area;
        this.enabled = enabled && area.enabled();
    }

    DedupeOperation parse(Declaration declaration) {
        Attributes attributes = declaration.attributes();
        String name = attributes.nameOr(declaration.defaultName());
        Layers<DedupeSettings> layers =
                new Layers<>(declaration.site(), "kv.dedupe", "consumers", area, DedupeSettings.NONE, name);
        ReturnRules.requireOneValue(declaration);
        String key = attributes.required("key", "Write what identifies the event, as in key = \"#event.id\"");
        BatchRules.requireOneEvent(declaration);
        AcknowledgeRules.requireAcknowledged(declaration);
        ConstantKeys.refuse(declaration, key);
        LeasedTimes times = LeasedTimes.of(declaration, layers, DedupeSettings::ttl, DedupeSettings::lease, TIMES);
        return new DedupeOperation(
                declaration.site(),
                name,
                declaration.named(),
                enabled && layers.value(DedupeSettings::enabled, null, true),
                declaration.returns(),
                declaration.controller(),
                declaration.keys().of("key", key, attributes.text("scope"), Sees.ARGUMENTS, Nulls.MISSING),
                times.ttl(),
                times.lease(),
                layers.constant(
                        DedupeSettings::inProgress,
                        attributes.constant("inProgress", InProgress.class),
                        declaration.controller() ? InProgress.REJECT : InProgress.WAIT),
                layers.constant(
                        DedupeSettings::onStoreFailure,
                        attributes.constant("onStoreFailure", StoreFailure.class),
                        StoreFailure.FAIL),
                duplicateResult(declaration));
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
        return text.isEmpty()
                ? null
                : declaration.expressions().value("duplicateResult", text, Sees.ARGUMENTS, returns.rawType());
    }
}
