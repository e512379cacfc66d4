"""The product page and "add to cart" of the same mall, as a Django shop would write them when it cares for speed: two
statements by hand for a page, one for the cart, persistent connections, cached templates, no debugging. The settings,
the views and the URLs of the whole project are in this one file."""

import json
import os
import secrets
from datetime import datetime, timedelta, timezone

import django
from django.conf import settings
from django.contrib import messages
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.safestring import mark_safe

FOLDER = os.path.dirname(os.path.abspath(__file__))

settings.configure(
    DEBUG=False,
    SECRET_KEY=os.environ["SECRET_KEY"],
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=["django.contrib.sessions", "django.contrib.messages", "django.contrib.humanize"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    MESSAGE_STORAGE="django.contrib.messages.storage.cookie.CookieStorage",
    TEMPLATES=[{
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [os.path.join(FOLDER, "templates")],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request",
                                           "django.contrib.messages.context_processors.messages"]},
    }],
    DATABASES={"default": {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ["BENCH_HOST"],
        "USER": os.environ["BENCH_USER"],
        "NAME": os.environ["BENCH_NAME"],
        "CONN_MAX_AGE": None,
        "OPTIONS": {"options": "-c search_path=bench_django,public"},
    }},
    USE_I18N=False, USE_L10N=False, USE_TZ=True, LANGUAGE_CODE="ko",
)
django.setup()
SEOUL = timezone(timedelta(hours=9))

PRODUCT = """
  SELECT p.id, p.code, p.slug, p.name, p.summary, p.description, p.origin, p.maker, p.storage_method, p.expiry_text,
    p.notice, p.is_new, p.is_best, b.name AS brand, c.name AS category, c.slug AS category_slug, l.tags,
    (SELECT json_agg(json_build_object('id', k.id, 'code', k.code, 'label', k.label, 'price', k.price, 'list_price',
       k.list_price, 'unit_label', k.unit_label, 'unit_size', k.unit_size, 'unit_quantity', k.unit_quantity, 'max_qty',
       k.max_qty, 'available', s.available) ORDER BY k.position)
     FROM sku k JOIN stock s ON s.mall_id = k.mall_id AND s.sku_id = k.id
     WHERE k.mall_id = p.mall_id AND k.product_id = p.id AND k.active) AS skus,
    (SELECT json_agg(json_build_object('role', pic.role, 'id', m.id, 'alt', pic.alt, 'width', m.width, 'height', m.height)
       ORDER BY pic.role, pic.position)
     FROM product_picture pic JOIN media m ON m.mall_id = pic.mall_id AND m.id = pic.media_id
     WHERE pic.mall_id = p.mall_id AND pic.product_id = p.id) AS pictures,
    (SELECT v.facts FROM product_voice v WHERE v.mall_id = p.mall_id AND v.product_id = p.id) AS voice,
    p.category_id
  FROM product p
  JOIN brand b ON b.mall_id = p.mall_id AND b.id = p.brand_id
  JOIN category c ON c.mall_id = p.mall_id AND c.id = p.category_id
  JOIN product_listing l ON l.mall_id = p.mall_id AND l.product_id = p.id
  WHERE p.mall_id = %s AND p.slug = %s AND p.status = 'on_sale'"""

RELATED = """
  SELECT p.slug, p.name, b.name AS brand, l.tags, k.price, k.list_price, k.unit_label, k.unit_size, k.unit_quantity,
    p.is_new, p.is_best, m.id AS image_id, m.width, m.height,
    (SELECT coalesce(sum(s.available), 0) FROM sku v JOIN stock s ON s.mall_id = v.mall_id AND s.sku_id = v.id
     WHERE v.mall_id = p.mall_id AND v.product_id = p.id AND v.active) AS available
  FROM product_listing l
  JOIN product p ON p.mall_id = l.mall_id AND p.id = l.product_id
  JOIN brand b ON b.mall_id = p.mall_id AND b.id = p.brand_id
  CROSS JOIN LATERAL (
    SELECT price, list_price, unit_label, unit_size, unit_quantity FROM sku
    WHERE mall_id = p.mall_id AND product_id = p.id AND active ORDER BY price, position LIMIT 1) k
  LEFT JOIN product_picture pic
    ON pic.mall_id = p.mall_id AND pic.product_id = p.id AND pic.role = 'gallery' AND pic.position = 1
  LEFT JOIN media m ON m.mall_id = pic.mall_id AND m.id = pic.media_id
  WHERE l.mall_id = %s AND l.category_id = %s AND l.product_id <> %s
  ORDER BY l.rank, l.product_id LIMIT 5"""

ADD = """
  WITH goods AS (
    SELECT k.id, k.price, p.name, k.label, least(k.max_qty, s.available) AS most
    FROM sku k
    JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id AND p.status = 'on_sale'
    JOIN stock s ON s.mall_id = k.mall_id AND s.sku_id = k.id
    WHERE k.mall_id = %(mall)s AND k.id = %(sku)s AND k.active),
  owner AS (
    INSERT INTO cart (mall_id, id) SELECT %(mall)s, %(cart)s FROM goods WHERE most > 0
    ON CONFLICT (mall_id, id) DO UPDATE SET updated_at = now() RETURNING id),
  line AS (
    INSERT INTO cart_line AS l (mall_id, cart_id, sku_id, qty, price_seen)
    SELECT %(mall)s, owner.id, goods.id, least(%(qty)s, goods.most), goods.price FROM goods, owner
    ON CONFLICT (mall_id, cart_id, sku_id) DO UPDATE SET qty = least(l.qty + %(qty)s, (SELECT most FROM goods)),
      price_seen = excluded.price_seen
    RETURNING l.id, l.qty)
  SELECT goods.name, goods.label, line.qty FROM goods LEFT JOIN line ON true"""


def parsed(value):
    return json.loads(value) if isinstance(value, str) else value


def ask(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]


# What stands around every page: the mall, its categories, its shipping policy. It is read once, when the process starts,
# unless nothing is to be remembered (BENCH_AROUND=ask).
def read_around():
    mall = ask("SELECT m.id, m.name, m.tagline, m.theme, m.footer FROM mall m JOIN mall_host h ON h.mall_id = m.id"
               " WHERE h.host = %s", ["localhost"])[0]
    mall["footer"] = parsed(mall["footer"])
    categories = ask("SELECT slug, name FROM category WHERE mall_id = %s ORDER BY position", [mall["id"]])
    shipping = ask("SELECT carrier, fee, free_from, jeju_surcharge AS jeju, island_surcharge AS island, dispatch_text"
                   " FROM shipping_policy WHERE mall_id = %s ORDER BY code LIMIT 1", [mall["id"]])[0]
    return mall, categories, shipping


with open(os.environ["BENCH_MANIFEST"], encoding="utf-8") as file:
    ASSETS = {name.replace("/", "_").replace(".", "_").replace("-", "_"): "/static/" + made
              for name, made in json.load(file).items()}
AROUND = read_around()
connection.close()


def around():
    return read_around() if os.environ.get("BENCH_AROUND") == "ask" else AROUND


def unit_price(row):
    if not row["unit_label"]:
        return None
    price = (row["price"] * row["unit_size"] * 2 + row["unit_quantity"]) // (2 * row["unit_quantity"])
    return f"{row['unit_label']}당 {price:,}원"


def discount(row):
    if not row["list_price"] or row["list_price"] <= row["price"]:
        return None
    return (row["list_price"] - row["price"]) * 100 // row["list_price"] or None


def badges(row, available):
    if available <= 0:
        return [("soldout", "품절")]
    made = [("best", "베스트")] if row["is_best"] else []
    if row["is_new"]:
        made.append(("new", "신상품"))
    if available <= 5:
        made.append(("low", "품절 임박"))
    return made


WEEKDAYS = "월화수목금토일"


# When something was written, as people and as machines read it.
def moment(row):
    at = datetime.fromtimestamp(row["at"], SEOUL)
    row["iso"] = at.isoformat(timespec="seconds")
    row["when"] = f"{at:%Y.%m.%d} ({WEEKDAYS[at.weekday()]}) {at:%H:%M}"


def voices(facts):
    facts = facts or {"stars": [0] * 5, "newest_reviews": [], "questions": 0, "newest_questions": []}
    stars = facts["stars"]
    count, total = sum(stars), sum(star * n for star, n in enumerate(stars, 1))
    for review in facts["newest_reviews"]:
        moment(review)
        review["on"], review["off"] = "★" * review["rating"], "★" * (5 - review["rating"])
    for question in facts["newest_questions"]:
        moment(question)
        question["state"] = "답변 완료" if question["answered"] else "답변 대기"
    return {
        "count": count, "average": f"{total * 10 // count / 10:.1f}" if count else None,
        "shares": [(star, stars[star - 1], int(stars[star - 1] * 100 / count + 0.5)) for star in range(5, 0, -1)] if count else [],
        "reviews": facts["newest_reviews"], "questions": facts["newest_questions"], "asked": facts["questions"],
    }


def linked_data(row, skus, gallery, url, fee, said):
    rating = {} if not said["count"] else {"aggregateRating": {
        "@type": "AggregateRating", "ratingValue": float(said["average"]), "reviewCount": said["count"], "bestRating": 5,
        "worstRating": 1}}
    return {
        **rating,
        "@context": "https://schema.org", "@type": "Product", "name": row["name"], "description": row["summary"],
        "sku": row["code"], "url": url, "brand": {"@type": "Brand", "name": row["brand"]}, "category": row["category"],
        "image": [f"https://localhost/media/{picture['id']}/1200.jpg" for picture in gallery],
        "offers": [{
            "@type": "Offer", "sku": sku["code"], "name": sku["label"], "price": sku["price"], "priceCurrency": "KRW",
            "availability": "https://schema.org/" + ("InStock" if sku["available"] > 0 else "OutOfStock"),
            "itemCondition": "https://schema.org/NewCondition", "url": url,
            "shippingDetails": {
                "@type": "OfferShippingDetails",
                "shippingRate": {"@type": "MonetaryAmount", "value": fee, "currency": "KRW"},
                "shippingDestination": {"@type": "DefinedRegion", "addressCountry": "KR"}},
            "hasMerchantReturnPolicy": {
                "@type": "MerchantReturnPolicy", "applicableCountry": "KR", "merchantReturnDays": 7,
                "returnMethod": "https://schema.org/ReturnByMail",
                "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow"},
        } for sku in skus],
    }


def as_json(value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.replace("<", "\\u003c"))


def product(request, slug):
    mall, categories, shipping = around()
    found = ask(PRODUCT, [mall["id"], slug])
    if not found:
        raise Http404
    row = found[0]
    skus, pictures = parsed(row["skus"]), parsed(row["pictures"]) or []
    row["description"], row["notice"] = parsed(row["description"]), parsed(row["notice"])
    gallery = [picture for picture in pictures if picture["role"] == "gallery"]
    detail = [picture for picture in pictures if picture["role"] == "detail"]
    for sku in skus:
        sku["out"], sku["low"] = sku["available"] <= 0, 0 < sku["available"] <= 5
        sku["max"] = max(0, min(sku["max_qty"], sku["available"]))
    lead = min(skus, key=lambda sku: (sku["out"], sku["price"]))
    chosen = next((sku["id"] for sku in skus if not sku["out"]), None)
    available = sum(max(0, sku["available"]) for sku in skus)
    related = ask(RELATED, [mall["id"], row["category_id"], row["id"]])
    for card in related:
        card["off"], card["unit"] = discount(card), unit_price(card)
        card["badges"], card["out"] = badges(card, card["available"]), card["available"] <= 0
    url = f"https://localhost/p/{row['slug']}"
    crumbs = [("홈", "/"), (row["category"], "/c/" + row["category_slug"]), (row["name"], "/p/" + row["slug"])]
    trail = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": n, "name": name, "item": "https://localhost" + where}
        for n, (name, where) in enumerate(crumbs, 1)]}
    said = voices(parsed(row["voice"]))
    return render(request, "product.html", {
        "voices": said, "mall": mall, "categories": categories, "shipping": shipping, "asset": ASSETS, "p": row, "skus": skus,
        "lead": lead, "off": discount(lead), "unit": unit_price(lead), "chosen": chosen, "gallery": gallery,
        "detail": detail, "most": max(sku["max"] for sku in skus), "out": available <= 0,
        "badges": badges(row, available), "related": related[:4], "crumbs": crumbs, "url": url,
        "nonce": secrets.token_urlsafe(18), "facts": as_json(linked_data(row, skus, gallery, url, shipping["fee"], said)),
        "trail": as_json(trail),
    })


def add(request):
    cart = request.session.get("cart_id")
    if cart is None:
        cart = request.session["cart_id"] = str(ask("SELECT uuid7() AS id", [])[0]["id"])
    qty = int(request.POST["qty"])
    if not 1 <= qty <= 99:
        raise Http404
    found = ask(ADD, {"mall": AROUND[0]["id"], "sku": request.POST["sku_id"], "cart": cart, "qty": qty})
    if not found or found[0]["qty"] is None:
        raise Http404
    messages.success(request, f"{found[0]['name']}을(를) 장바구니에 담았어요.")
    answer = HttpResponseRedirect("/cart")
    answer.status_code = 303
    return answer


urlpatterns = [path("p/<slug:slug>", product), path("cart/items", add)]
application = get_wsgi_application()

if __name__ == "__main__":
    from django.contrib.sessions.models import Session
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS bench_django")
        cursor.execute("SELECT to_regclass('bench_django.django_session')")
        if cursor.fetchone()[0] is None:
            with connection.schema_editor() as editor:
                editor.create_model(Session)
