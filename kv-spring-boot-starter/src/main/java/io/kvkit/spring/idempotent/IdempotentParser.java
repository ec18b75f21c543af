package io.kvkit.spring.idempotent;

import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.Idempotent.Abandoned;
import io.kvkit.annotation.Idempotent.KeyRequired;
import io.kvkit.annotation.Idempotent.StoreFailure;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.spring.intercept.ContextArgument;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.AttemptTerms;
import io.kvkit.spring.operation.ConstantKeys;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.LeasedTimes;
import io.kvkit.spring.operation.ReturnRules;
import io.kvkit.spring.operation.attribute.Attributes;
import io.kvkit.spring.operation.attribute.ValueRules;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.key.ScopePlan;
import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import org.jspecify.annotations.Nullable;

/** Parses {@code @Idempotent}. */
final class IdempotentParser {

    private static final String HEADER = "Idempotency-Key";
    private static final AttemptTerms<IdempotencyProperties.Operation, Abandoned> ATTEMPTS = new AttemptTerms<>(
            IdempotencyProperties.Operation::onAbandoned,
            IdempotencyProperties.Operation::maxAttempts,
            IdempotencyProperties.Operation::maxRunTime);

    private final AreaSettings<IdempotencyProperties.Operation> area;

    IdempotentParser(AreaSettings<IdempotencyProperties.Operation> area) {
        this.area = area;
    }

    IdempotentOperation parse(Declaration declaration) {
        Attributes attributes = declaration.attributes();
        String name = attributes.nameOr(declaration.defaultName());
        Layers<IdempotencyProperties.Operation> layers = new Layers<>(declaration.site(), area, name);
        requireReturn(declaration);
        ContextArgument.check(declaration, null);
        String header = header(declaration, layers);
        KeyPlan fingerprint = fingerprint(declaration);
        return new IdempotentOperation(
                declaration.site(),
                name,
                declaration.named(),
                area.enabled() && layers.value(IdempotencyProperties.Operation::enabled, null, true),
                declaration.returns(),
                declaration.controller(),
                header,
                key(declaration, header != null),
                isKeyRequired(attributes, layers),
                fingerprint,
                declaration.condition(Sees.ARGUMENTS),
                settings(layers, attributes),
                layers.value(
                        IdempotencyProperties.Operation::sealed,
                        attributes.flag("sealed") ? Boolean.TRUE : null,
                        false));
    }

    /**
     * Returns the settings of an operation.
     *
     * @param own the attributes of its annotation; null for a name that no annotation has
     */
    static OnceSettings settings(Layers<IdempotencyProperties.Operation> layers, @Nullable Attributes own) {
        OnceSettings builtIn = OnceSettings.IDEMPOTENCY;
        LeasedTimes times = LeasedTimes.of(
                layers,
                IdempotencyProperties.Operation::ttl,
                IdempotencyProperties.Operation::lease,
                own,
                new LeasedTimes(builtIn.ttl(), builtIn.lease()));
        OnceSettings settings = OnceSettings.idempotency(
                        times.lease(),
                        times.ttl(),
                        layers.constant(
                                IdempotencyProperties.Operation::onStoreFailure,
                                own == null ? null : own.constant("onStoreFailure", StoreFailure.class),
                                builtIn.onStoreFailure()))
                .withInProgress(layers.constant(
                        IdempotencyProperties.Operation::inProgress,
                        own == null ? null : own.constant("inProgress", Idempotent.InProgress.class),
                        builtIn.inProgress()));
        return ATTEMPTS.apply(layers, own, Abandoned.class, settings);
    }

    private static void requireReturn(Declaration declaration) {
        if (declaration.controller()) {
            ReturnRules.requireWholeResponse(declaration);
        } else {
            ReturnRules.requireOneValue(declaration);
            ReturnRules.requireReadable(declaration);
        }
    }

    // Null if the key is an expression.
    private static @Nullable String header(Declaration declaration, Layers<IdempotencyProperties.Operation> layers) {
        String key = declaration.attributes().text("key");
        String own = declaration.attributes().text("header");
        if (!key.isEmpty()) {
            if (!own.isEmpty()) {
                throw declaration
                        .site()
                        .error(
                                "header",
                                own,
                                "the key is an expression already: " + key,
                                "Set key or header, not both");
            }
            return null;
        }
        if (!declaration.controller()) {
            throw declaration
                    .site()
                    .error(
                            "key",
                            null,
                            "it is required, because the method is not on a controller and has no request header",
                            "Write what identifies the call, as in key = \"#order.id\"");
        }
        String header = layers.value(IdempotencyProperties.Operation::header, own.isEmpty() ? null : own, HEADER);
        if (!ValueRules.isHeader(header)) {
            throw declaration
                    .site()
                    .error(
                            "header",
                            header,
                            "it is not the name of a header",
                            "Write one, as in header = \"" + HEADER + "\"");
        }
        return header;
    }

    private static KeyPlan key(Declaration declaration, boolean fromHeader) {
        Attributes attributes = declaration.attributes();
        String own = attributes.text("scope");
        String scope = own.isEmpty() && declaration.controller() ? ScopePlan.PRINCIPAL : own;
        if (fromHeader) {
            return declaration.keys().ofElsewhere("header", scope);
        }
        KeyPlan key = declaration.keys().of("key", attributes.text("key"), scope, Sees.ARGUMENTS, Nulls.MISSING);
        ConstantKeys.refuse(declaration, key.expression());
        return key;
    }

    private static @Nullable KeyPlan fingerprint(Declaration declaration) {
        String fingerprint = declaration.attributes().text("fingerprint");
        return fingerprint.isEmpty()
                ? null
                : declaration.keys().of("fingerprint", fingerprint, "", Sees.ARGUMENTS, Nulls.VALUE);
    }

    private static boolean isKeyRequired(Attributes attributes, Layers<IdempotencyProperties.Operation> layers) {
        KeyRequired own = attributes.constant("keyRequired", KeyRequired.class);
        return layers.value(
                IdempotencyProperties.Operation::keyRequired, own == null ? null : own == KeyRequired.YES, true);
    }
}
