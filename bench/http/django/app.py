"""app.py: the card of a number by Django and its REST framework.

    PORT= SECRET= PGHOST= ... gunicorn -w 5 app:application

As one would write it on the same extension and tables: the token is checked by
simplejwt without a look at the database, one statement finds all there is, and
serializers make the answer. That the session still stands is not asked.
"""
import json
import pathlib
import os

import django
from django.conf import settings

settings.configure(
    SECRET_KEY=os.environ['SECRET'],
    ALLOWED_HOSTS=['*'],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    INSTALLED_APPS=['django.contrib.auth', 'django.contrib.contenttypes', 'rest_framework'],
    MIDDLEWARE=['django.middleware.common.CommonMiddleware'],
    DATABASES={'default': {
        'ENGINE': 'django.db.backends.postgresql',
        'NAME': os.environ['PGDATABASE'],
        'USER': os.environ['PGUSER'],
        'HOST': os.environ['PGHOST'],
        'PORT': os.environ['PGPORT'],
        'CONN_MAX_AGE': None,
    }},
    REST_FRAMEWORK={
        'DEFAULT_AUTHENTICATION_CLASSES': ['rest_framework_simplejwt.authentication.JWTStatelessUserAuthentication'],
        'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated'],
        'DEFAULT_RENDERER_CLASSES': ['rest_framework.renderers.JSONRenderer'],
        'UNAUTHENTICATED_USER': None,
    },
    SIMPLE_JWT={'SIGNING_KEY': os.environ['SECRET']},
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework import serializers  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


class Name(serializers.Serializer):
    name = serializers.CharField()
    count = serializers.IntegerField()


class Reason(serializers.Serializer):
    reason = serializers.CharField()
    detail = serializers.DictField()
    logit = serializers.FloatField()


class Counts(serializers.Serializer):
    appearances = serializers.IntegerField()
    spam_reports = serializers.IntegerField()
    not_spam_reports = serializers.IntegerField()
    contacts = serializers.IntegerField()


class Card(serializers.Serializer):
    phone_number = serializers.CharField()
    name = serializers.CharField(allow_null=True)
    names = Name(many=True)
    registered = serializers.BooleanField()
    spam_likelihood = serializers.FloatField()
    spam_label = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    reasons = Reason(many=True)
    model = serializers.IntegerField()
    valid = serializers.BooleanField()
    possible = serializers.BooleanField(allow_null=True)
    type = serializers.CharField(allow_null=True)
    region = serializers.CharField(allow_null=True)
    country_code = serializers.IntegerField(allow_null=True)
    national = serializers.CharField(allow_null=True)
    international = serializers.CharField(allow_null=True)
    carrier = serializers.CharField(allow_null=True)
    location = serializers.CharField(allow_null=True)
    timezones = serializers.ListField(allow_null=True)
    counts = Counts()
    reported = serializers.CharField(allow_null=True)


CARD = (pathlib.Path(__file__).parent.parent / 'card.sql').read_text().replace('$1', '%s').replace('$2', '%s')


def found(account, number):
    with connection.cursor() as cursor:
        cursor.execute(CARD, [account, number])
        return dict(zip((column.name for column in cursor.description), cursor.fetchone()))


def parsed(value):
    return json.loads(value) if isinstance(value, str) else value


class NumberView(APIView):
    def get(self, request, number):
        row = found(request.user.id, number)
        card = {'phone_number': number, **parsed(row['called']), **parsed(row['verdict']), **parsed(row['facts']),
                'counts': row, 'reported': row['reported']}
        return Response(Card(card).data)


urlpatterns = [path('v1/numbers/<str:number>', NumberView.as_view())]
application = get_wsgi_application()
