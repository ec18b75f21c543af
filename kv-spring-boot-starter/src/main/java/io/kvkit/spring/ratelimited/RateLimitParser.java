package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited.StoreFailure;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.recipe.ratelimit.ChargeOn;
import io.kvkit.recipe.ratelimit.LimitTerms;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvExpressionException.Reason;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.ReturnRules;
import io.kvkit.spring.operation.attribute.Attributes;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import io.kvkit.spring.ratelimited.RateLimitedOperation.Cost;
import io.kvkit.spring.ratelimited.RateLimitedOperation.Reading;
import io.kvkit.spring.ratelimited.RateLimitedOperation.Spent;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Parses {@code @RateLimited}. */
final class RateLimitParser {

    private final AreaSettings<Limit> area;

    RateLimitParser(AreaSettings<Limit> area) {
        this.area = area;
    }

    RateLimitedOperation parse(Declaration declaration) {
        Attributes attributes = declaration.attributes();
        String name = attributes.nameOr(declaration.defaultName());
        Layers<Limit> layers = new Layers<>(declaration.site(), area, name);
        ReturnRules.requireDriven(declaration);
        Reading reading = (byName, place) -> settings(declaration, layers.with(byName, place), name);
        return new RateLimitedOperation(
                declaration.site(),
                name,
                declaration.named(),
                area.enabled() && layers.value(Limit::enabled, null, true),
                declaration.returns(),
                declaration.ofClass(),
                LimitKeys.read(declaration, name),
                settings(declaration, layers, name),
                reading,
                declaration.condition(Sees.ARGUMENTS),
                plan(declaration),
                cost(declaration),
                spent(declaration),
                Fallbacks.find(declaration));
    }

    private static @Nullable ValuePlan plan(Declaration declaration) {
        String text = declaration.attributes().text("plan");
        return text.isEmpty() ? null : declaration.expressions().value("plan", text, Sees.ARGUMENTS);
    }

    private static RateLimitSettings settings(Declaration declaration, Layers<Limit> layers, String name) {
        Meter meter = meter(declaration, new RateBands(declaration, layers).read());
        requirePossible(declaration, meter);
        Terms written = new Terms(layers, declaration.attributes());
        LimitTerms terms = written.read();
        requireResult(declaration, written, terms);
        return new RateLimitSettings(
                name,
                meter,
                layers.constant(
                        Limit::onStoreFailure,
                        declaration.attributes().constant("onStoreFailure", StoreFailure.class),
                        OnStoreFailure.LOCAL),
                terms);
    }

    private static void requireResult(Declaration declaration, Terms written, LimitTerms terms) {
        String text = declaration.attributes().text("actualCost");
        if (!text.isEmpty() && terms.chargeOn() == ChargeOn.FAILURE) {
            throw declaration
                    .site()
                    .error(
                            "actualCost",
                            text,
                            "chargeOn=FAILURE charges only calls that have no result",
                            "Remove one of them");
        }
        if (!text.isEmpty() && terms.block() > 1) {
            throw written.refused(terms.block(), "with an actualCost, the end of a call would end the block");
        }
    }

    /** Returns the settings of a limit that has properties only. */
    static RateLimitSettings settings(Layers<Limit> layers, String name) {
        return new RateLimitSettings(
                name,
                Meter.of(PropertyBands.of(layers)),
                layers.constant(Limit::onStoreFailure, null, OnStoreFailure.LOCAL),
                new Terms(layers, null).read());
    }

    // The meter would refuse such limits in each call.
    private static Meter meter(Declaration declaration, List<Band> bands) {
        try {
            return Meter.of(bands);
        } catch (IllegalArgumentException e) {
            String attribute = bands.size() == 1 ? "limit" : "bands";
            throw declaration.site().error(attribute, null, String.valueOf(e.getMessage()), "Write another limit");
        }
    }

    private static Cost cost(Declaration declaration) {
        String text = declaration.attributes().text("cost");
        if (text.isEmpty()) {
            return Cost.ONE;
        }
        if (isConstant(text)) {
            return new Cost.Same((int) Long.parseLong(text));
        }
        ValuePlan plan = declaration.expressions().value("cost", text, Sees.ARGUMENTS, Number.class);
        return call -> permits(declaration, "cost", text, plan.value(call, null));
    }

    private static @Nullable Spent spent(Declaration declaration) {
        String text = declaration.attributes().text("actualCost");
        if (text.isEmpty()) {
            return null;
        }
        ReturnRules.requireEnd(declaration);
        if (declaration.returns().kind().isStream()) {
            throw declaration
                    .site()
                    .error("actualCost", text, "a stream has no single result", "Return a Mono, or remove it");
        }
        ValuePlan plan = declaration.expressions().value("actualCost", text, Sees.RESULT, Number.class);
        return (call, result) -> permits(declaration, "actualCost", text, plan.value(call, result));
    }

    private static int permits(Declaration declaration, String attribute, String text, @Nullable Object value) {
        OptionalInt cost = permits(value);
        if (cost.isPresent()) {
            return cost.getAsInt();
        }
        throw new KvExpressionException(
                declaration.site(), attribute, text, Reason.VALUE, "is not a whole number of zero or more", null);
    }

    // A conversion to int would turn 0.9 and NaN into 0, a call free of charge.
    private static OptionalInt permits(@Nullable Object value) {
        try {
            int cost = new BigDecimal(String.valueOf(value)).intValueExact();
            return cost < 0 ? OptionalInt.empty() : OptionalInt.of(cost);
        } catch (ArithmeticException | NumberFormatException noWholeNumber) {
            return OptionalInt.empty();
        }
    }

    private static boolean isConstant(String cost) {
        return cost.matches("[+-]?\\d{1,18}");
    }

    private static void requirePossible(Declaration declaration, Meter meter) {
        String text = declaration.attributes().text("cost");
        long cost = isConstant(text) ? Long.parseLong(text) : 0;
        long most = meter.maxCost();
        if (cost < 0) {
            throw declaration.site().error("cost", text, "it is negative", "Write 0 or more");
        }
        if (cost > most) {
            throw declaration
                    .site()
                    .error(
                            "cost",
                            text,
                            "no call could ever pass, because there are never more than " + most + " permits",
                            "Lower the cost, or raise the limit");
        }
    }
}
