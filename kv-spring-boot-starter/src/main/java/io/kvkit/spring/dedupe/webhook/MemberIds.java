package io.kvkit.spring.dedupe.webhook;

/**
 * Ids in a JSON body.
 *
 * @param member the member of the object that contains the id
 */
record MemberIds(String member) implements EventIds {

    @Override
    public boolean readsBody() {
        return true;
    }

    @Override
    public Object id(SentEvent event) {
        return JsonBody.text(JsonBody.object(event), member);
    }
}
