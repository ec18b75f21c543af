package io.kvkit.spring.operation;

import io.kvkit.spring.operation.Expressions.Sees;
import io.kvkit.spring.operation.KeyText.Nulls;
import io.kvkit.store.Blank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** Creates the key plans of one annotation. */
public final class KeyPlans {

    private final OperationSite site;
    private final Expressions expressions;
    private final Parameters parameters;

    KeyPlans(OperationSite site, Expressions expressions) {
        this.site = site;
        this.expressions = expressions;
        this.parameters = expressions.parameters();
    }

    /** Returns the plan of a key that an expression computes. */
    public KeyPlan of(String attribute, String text, String scope, Sees sees, Nulls nulls) {
        ValuePlan source = expressions.value(attribute, text, sees);
        expressions.types(text).forEach((named, type) -> requireForm(attribute, text, named, type));
        return plan(attribute, text, source, nulls, expressions.scope(scope, sees));
    }

    /** Returns the plan of a key that a request header contains. The plan knows only its scope. */
    public KeyPlan ofHeader(String scope) {
        return plan("header", "", (call, result) -> null, Nulls.MISSING, expressions.scope(scope, Sees.ARGUMENTS));
    }

    /** Returns the plan of a key that is the same for all calls, or on controllers the client. */
    public KeyPlan ofClient(boolean controller) {
        ValuePlan source =
                (call, result) -> controller && call.client().inRequest() ? client(call.client()) : List.of();
        return plan("key", "", source, Nulls.VALUE, expressions.scope("", Sees.ARGUMENTS));
    }

    /** Returns the plan of the default key: all arguments except those that the scope covers. */
    public KeyPlan ofArguments(String scope) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < parameters.count(); i++) {
            Class<?> type = parameters.rawType(i);
            if (Handles.areSecurity(type) && !expressions.forms().isOwn(type)) {
                requireScope(scope, i);
            } else {
                requireForm("key", null, "#" + parameters.name(i), ResolvableType.forType(parameters.type(i)));
                indexes.add(i);
            }
        }
        return plan("key", "", arguments(indexes), Nulls.VALUE, expressions.scope(scope, Sees.ARGUMENTS));
    }

    private void requireScope(String scope, int index) {
        boolean told = scope.equals(ScopePlan.PRINCIPAL)
                || scope.matches(".*#(client\\.principal|" + Pattern.quote(parameters.name(index)) + ")\\b.*");
        if (!told) {
            throw site.error(
                    "scope",
                    scope.isEmpty() ? null : scope,
                    "the argument \"" + parameters.display(index) + "\" takes no part in the default key, so all"
                            + " principals would share a result",
                    "Set scope = \"PRINCIPAL\", or a key");
        }
    }

    private KeyPlan plan(String attribute, String text, ValuePlan source, Nulls nulls, ScopePlan scope) {
        return new KeyPlan(site, attribute, text, source, new KeyText(nulls, expressions.forms()), scope);
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

    private void requireForm(String attribute, @Nullable String text, String named, ResolvableType type) {
        String problem = KeyTypes.problem(type, expressions.forms());
        if (problem != null) {
            Integer index = parameters.index(named.substring(1));
            String what = index == null ? named : "the argument \"" + parameters.display(index) + "\"";
            throw site.error(
                    attribute,
                    text,
                    what + " cannot be part of a key, because " + problem,
                    "Name what identifies it, as in key = \"" + named + ".id\", or define a KvKeyText bean for it");
        }
    }
}
