package io.kvkit.spring.operation;

import io.kvkit.spring.operation.Expressions.Sees;
import io.kvkit.spring.operation.KeyText.Nulls;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the key plans of one annotation. */
final class KeyPlans {

    private final OperationSite site;
    private final Expressions expressions;
    private final Parameters parameters;

    KeyPlans(OperationSite site, Expressions expressions) {
        this.site = site;
        this.expressions = expressions;
        this.parameters = expressions.parameters();
    }

    /** The key that an expression gives. */
    KeyPlan of(String attribute, String text, String scope, Sees sees, Nulls nulls) {
        ValuePlan source = expressions.value(attribute, text, sees);
        if (text.startsWith("#")) {
            Integer index = parameters.index(text.substring(1));
            if (index != null) {
                requireText(attribute, text, index);
            }
        }
        return plan(attribute, text, source, nulls, expressions.scope(scope, sees));
    }

    /** The key that comes from a request header, of which only the scope is known here. */
    KeyPlan ofHeader(String scope) {
        return plan("header", "", (call, result) -> null, Nulls.MISSING, expressions.scope(scope, Sees.ARGUMENTS));
    }

    /** The key that is the same for all calls, or on controllers the client's. */
    KeyPlan ofClient(boolean controller) {
        ValuePlan source =
                (call, result) -> controller && call.client().inRequest() ? client(call.client()) : List.of();
        return plan("key", "", source, Nulls.VALUE, expressions.scope("", Sees.ARGUMENTS));
    }

    /** The default key: all arguments that callers choose. */
    KeyPlan ofArguments(String scope) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < parameters.count(); i++) {
            if (!FrameworkArguments.contains(parameters.rawType(i))) {
                requireText("key", null, i);
                indexes.add(i);
            } else if (FrameworkArguments.isSecurity(parameters.rawType(i)) && scope.isEmpty()) {
                throw site.error(
                        "scope",
                        null,
                        "the argument \"" + parameters.display(i) + "\" takes no part in the default key, so all"
                                + " principals would share a result",
                        "Set scope = \"PRINCIPAL\", or a key");
            }
        }
        return plan("key", "", arguments(indexes), Nulls.VALUE, expressions.scope(scope, Sees.ARGUMENTS));
    }

    private KeyPlan plan(String attribute, String text, ValuePlan source, Nulls nulls, ScopePlan scope) {
        return new KeyPlan(site, attribute, text, source, new KeyText(nulls), scope);
    }

    private static List<@Nullable Object> client(Client client) {
        String principal = client.principal();
        return principal == null || Blank.is(principal)
                ? Arrays.asList("ip", client.network())
                : List.of("principal", principal);
    }

    private static ValuePlan arguments(List<Integer> indexes) {
        if (indexes.size() == 1) {
            int index = indexes.get(0);
            return (call, result) -> call.arguments()[index];
        }
        return (call, result) -> {
            List<@Nullable Object> values = new ArrayList<>(indexes.size());
            for (int index : indexes) {
                values.add(call.arguments()[index]);
            }
            return Collections.unmodifiableList(values);
        };
    }

    private void requireText(String attribute, @Nullable String text, int index) {
        Type type = parameters.type(index);
        if (!KeyScalar.mayHaveText(parameters.rawType(index))) {
            throw site.error(
                    attribute,
                    text,
                    "the argument \"" + parameters.display(index) + "\" cannot be part of a key, because "
                            + type.getTypeName() + " has no toString() of its own",
                    "Name what identifies it, as in key = \"#" + parameters.name(index)
                            + ".id\", or give it a toString()");
        }
    }
}
