package io.kvkit.spring.operation.key;

import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.KvKeyException.Reason;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.expression.Client;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.expression.TenantRules;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.operation.key.text.KeyForms;
import io.kvkit.spring.operation.key.text.KeyText;
import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import io.kvkit.store.Blank;
import io.kvkit.store.KeyEscape;
import org.jspecify.annotations.Nullable;

/** The compiled {@code scope} of an annotation. */
public final class ScopePlan {

    static final String TENANT = TenantRules.TENANT;
    /** The scope of the authenticated principal. */
    public static final String PRINCIPAL = "PRINCIPAL";

    // No principal has this text, because a backslash in a scalar is always followed by the character that it escapes.
    private static final String ANONYMOUS = "\\a";

    private final OperationSite site;
    private final String text;
    private final @Nullable ValuePlan expression;
    private final KeyText owners;

    /**
     * Creates a scope.
     *
     * @param text the attribute: a constant or an expression
     * @param expression the compiled expression; null for a constant
     */
    ScopePlan(OperationSite site, String text, @Nullable ValuePlan expression, KeyForms forms) {
        this.site = site;
        this.text = text;
        this.expression = expression;
        this.owners = new KeyText(Nulls.MISSING, forms);
    }

    /** Returns the text of the attribute. */
    String text() {
        return text;
    }

    /** Returns the id of a record: the scope and the key. */
    String id(String key, Invocation call, @Nullable Object result) {
        return prefix(call, result) + key;
    }

    /** Returns what the ids of a call start with. */
    String prefix(Invocation call, @Nullable Object result) {
        return owner(call, result) + "|";
    }

    private String owner(Invocation call, @Nullable Object result) {
        if (expression != null) {
            String owner = KeyPlan.text(owners, expression.value(call, result), site, "scope");
            if (owner == null) {
                throw new KvKeyException(Reason.NULL, site, "scope", "the scope, or a part of it, is null or blank");
            }
            return owner;
        }
        return text.equals(TENANT) ? tenant(call.client()) : principal(call.client());
    }

    private String tenant(Client client) {
        String tenant = client.tenant();
        if (tenant == null || Blank.is(tenant)) {
            throw new KvKeyException(Reason.NO_TENANT, site, "scope", "the scope is TENANT, and there is no tenant");
        }
        return KeyEscape.of(tenant);
    }

    private String principal(Client client) {
        if (!client.inRequest()) {
            throw new KvKeyException(
                    Reason.NO_REQUEST, site, "scope", "the scope is PRINCIPAL, and there is no request");
        }
        String principal = client.principal();
        return principal == null ? ANONYMOUS : KeyEscape.of(principal);
    }
}
