#include "audience.h"

#include <lauxlib.h>
#include <stdlib.h>

bool audience_has(const struct audience *audience, const struct vm *vm)
{
    if (vm->loading)
        return false;
    const struct listening *one = audience->first;
    while (one != NULL && one->vm != vm)
        one = one->next;
    return one != NULL;
}

void audience_add(struct audience *audience, struct vm *vm)
{
    if (audience_has(audience, vm))
        return;
    struct listening *one = malloc(sizeof *one);
    if (one == NULL)
        abort();
    *one = (struct listening){audience->first, vm};
    audience->first = one;
}

void audience_remove(struct audience *audience, const struct vm *vm)
{
    for (struct listening **link = &audience->first; *link != NULL; link = &(*link)->next) {
        struct listening *one = *link;
        if (one->vm != vm)
            continue;
        *link = one->next;
        free(one);
        return;
    }
}

lua_State *audience_borrow(struct vm *vm, const char *key, int *ref)
{
    lua_State *L = lua_newthread(vm->L);
    *ref = luaL_ref(vm->L, LUA_REGISTRYINDEX);
    lua_getfield(L, LUA_REGISTRYINDEX, key);
    if (lua_istable(L, -1))
        return L;
    audience_give_back(vm, *ref);
    return NULL;
}

void audience_give_back(struct vm *vm, int ref)
{
    luaL_unref(vm->L, LUA_REGISTRYINDEX, ref);
}
