package io.kvkit.spring.operation.key;

import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.expression.ArgumentsPlan;
import io.kvkit.spring.operation.expression.Client;
import io.kvkit.spring.operation.expression.Expressions;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.operation.key.text.KeyForms;
import io.kvkit.spring.operation.key.text.KeyText;
import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.store.Blank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** Creates the key plans of one annotation. */
public final class KeyPlans {

    private final OperationSite site;
    private final Expressions expressions;
    private final KeyForms forms;
    private final Parameters parameters;

    /** Creates the plans for the keys of one annotation. */
    public KeyPlans(OperationSite site, Expressions expressions, KeyForms forms) {
        this.site = site;
        this.expressions = expressions;
        this.forms = forms;
        this.parameters = expressions.parameters();
    }

    /** Returns the plans for the same annotation with other expressions. */
    public KeyPlans with(Expressions others) {
        return new KeyPlans(site, others, forms);
    }

    /** Returns the plan of a key that an expression computes. */
    public KeyPlan of(String attribute, String text, String scope, Sees sees, Nulls nulls) {
        ValuePlan source = expressions.value(attribute, text, sees);
        expressions.types(text).forEach((named, type) -> requireForm(attribute, text, named, type));
        return plan(attribute, text, source, nulls, scope(scope, sees));
    }

    /**
     * Returns the plan of several keys that an expression computes, each of them an element of its value.
     *
     * @throws io.kvkit.spring.KvConfigurationException if its value is never a collection or an array
     */
    public KeyPlan ofEach(String attribute, String text, String scope, Sees sees) {
        KeyPlan keys = of(attribute, text, scope, sees, Nulls.VALUE);
        KeysRules.require(site, attribute, text, expressions.type(text));
        return keys;
    }

    /**
     * Returns the plan of a key that a bean makes of the arguments.
     *
     * @throws io.kvkit.spring.KvConfigurationException if there is no such bean
     */
    public KeyPlan ofGenerator(String bean, String scope) {
        ValuePlan source = expressions.generated("keyGenerator", bean);
        return plan("keyGenerator", "", source, Nulls.VALUE, scope(scope, Sees.ARGUMENTS));
    }

    /** Returns the plan of a key that something else than an expression computes; null or blank is no key. */
    public KeyPlan ofValue(String attribute, ValuePlan source) {
        return plan(attribute, "", source, Nulls.MISSING, null);
    }

    /** Returns the plan of the tags that expressions compute. */
    public TagPlan tags(List<String> texts, Sees sees) {
        List<TagPlan.Source> sources =
                texts.stream().map(text -> tag(text, sees)).toList();
        return new TagPlan(site, sources, new KeyText(Nulls.MISSING, forms));
    }

    private TagPlan.Source tag(String text, Sees sees) {
        requireTag(text);
        ValuePlan source = expressions.value("tags", text, sees);
        expressions.types(text).forEach((named, type) -> requireForm("tags", text, named, type));
        return new TagPlan.Source(source, expressions.readsResult(text));
    }

    private void requireTag(String text) {
        if (text.isBlank()) {
            throw site.error("tags", text, "an expression is blank", "Remove it, or write a tag, as in \"'all'\"");
        }
        if (expressions.readsResult(text) && expressions.isWithoutResult()) {
            throw site.error("tags", text, "the method returns nothing", "Use the arguments");
        }
        if (Map.class.isAssignableFrom(expressions.type(text).resolve(Object.class))) {
            throw site.error("tags", text, "it is a map", "Write what the tags are, as in " + text + ".keySet()");
        }
    }

    /**
     * Returns the plan of a key that comes from elsewhere, such as a request header. The plan knows only its scope.
     *
     * @param attribute the attribute that says where the key comes from, for messages
     */
    public KeyPlan ofElsewhere(String attribute, String scope) {
        return plan(attribute, "", (call, result) -> null, Nulls.MISSING, scope(scope, Sees.ARGUMENTS));
    }

    /** Returns the plan of a key that is the same for all calls, or on controllers the client. */
    public KeyPlan ofClient(boolean controller) {
        ValuePlan source =
                controller ? (call, result) -> call.client().inRequest() ? client(call.client()) : List.of() : null;
        return plan("key", "", source, Nulls.VALUE, scope("", Sees.ARGUMENTS));
    }

    /** Returns the plan of the default key: all arguments except those that the scope covers. */
    public KeyPlan ofArguments(String scope) {
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < parameters.count(); i++) {
            Class<?> type = parameters.rawType(i);
            if (forms.identifyCaller(type)) {
                requireScope(scope, i);
            } else if (!KeyForms.comeFromKvkit(type)) {
                requireForm("key", null, "#" + parameters.name(i), ResolvableType.forType(parameters.type(i)));
                indexes.add(i);
            }
        }
        return plan("key", "", ArgumentsPlan.of(indexes), Nulls.VALUE, scope(scope, Sees.ARGUMENTS));
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

    private KeyPlan plan(
            String attribute, String text, @Nullable ValuePlan source, Nulls nulls, @Nullable ScopePlan scope) {
        return new KeyPlan(site, attribute, text, source, new KeyText(nulls, forms), scope, simple(source, scope));
    }

    private @Nullable List<Integer> simple(@Nullable ValuePlan source, @Nullable ScopePlan scope) {
        if (scope != null) {
            return null;
        }
        List<Integer> positions = source == null ? List.of() : source.positions();
        return positions != null && positions.stream().map(parameters::rawType).allMatch(forms::isSimple)
                ? positions
                : null;
    }

    private @Nullable ScopePlan scope(String text, Sees sees) {
        if (text.isEmpty()) {
            return null;
        }
        boolean isConstant = text.equals(ScopePlan.TENANT) || text.equals(ScopePlan.PRINCIPAL);
        return new ScopePlan(site, text, isConstant ? null : expressions.value("scope", text, sees), forms);
    }

    private static List<@Nullable Object> client(Client client) {
        String principal = client.principal();
        return principal == null || Blank.is(principal)
                ? Arrays.asList("ip", client.network())
                : List.of("principal", principal);
    }

    private void requireForm(String attribute, @Nullable String text, String named, ResolvableType type) {
        String problem = forms.problem(type);
        if (problem != null) {
            Integer index = parameters.index(named.substring(1));
            String what = index == null ? named : "the argument \"" + parameters.display(index) + "\"";
            throw site.error(
                    attribute,
                    text,
                    what + " cannot be part of a key, because " + problem,
                    "Name what identifies it, as in " + attribute + " = \"" + named
                            + ".id\", or define a KvKeyText bean for it");
        }
    }
}
